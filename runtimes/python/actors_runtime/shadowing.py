"""An app's own modules win over the standard library's, as they do in any Python: an app may have a `secrets.py` or a `calendar.py`.

The base zygote has loaded much that a bare interpreter would not have; of that a worker forgets what its app has under the same name.
"""
from __future__ import absolute_import

import os
import sys

# What the interpreter itself had loaded; the standard library's module wins there anywhere.
_from_the_start = set()
# 2.7 empties a module that nobody refers to any more, although its functions may be in use.
_forgotten = []


def remember():
    """Called in the base zygote before it loads anything."""
    _from_the_start.update(sys.modules)


def forget_shadowed(directory):
    """Drops pre-loaded modules that this directory has, from the modules that an import finds loaded."""
    for entry in os.listdir(directory):
        name = entry[:-3] if entry.endswith('.py') else entry
        if name not in sys.modules or name in _from_the_start or name in ('google', 'actors_runtime'):
            continue
        if name == entry and not os.path.isfile(os.path.join(directory, entry, '__init__.py')):
            continue
        for loaded in [each for each in sys.modules if each == name or each.startswith(name + '.')]:
            _forgotten.append(sys.modules.pop(loaded))
