"""Which modules this worker has loaded since its start: the silo may have the next one of its version forked from a process that has the libraries among them.

They are told once, when the first requests have been answered, and only when the silo asks for them.
"""
from __future__ import absolute_import

import itertools
import sys

from .exact import text

# What the app itself surely has is no library.
_LEAST = 3
_MOST = 4000
# Under load without a pause they are told at last.
_MOST_LOOKS = 400


class Modules(object):
    """Counts from its making on, before any of the app's code has run."""

    def __init__(self):
        self._before = frozenset(sys.modules) if not hasattr(dict, '__reversed__') else len(sys.modules)
        self._looks = 0

    def is_due(self, has_loaded, there_is_work):
        """Called at each look while there is work. As long as no handler has been loaded, what it imports is still to come."""
        if not has_loaded:
            return False
        self._looks += 1
        return not there_is_work or self._looks > _MOST_LOOKS

    def found(self):
        """((name, file), ...) in the order in which they were loaded, as far as they come from files."""
        found = []
        for name in self._new():
            # Not by getattr: what stands for a module may load others when it is asked.
            file_name = (getattr(sys.modules.get(name), '__dict__', None) or {}).get('__file__')
            if isinstance(name, str) and isinstance(file_name, str) and len(found) < _MOST:
                found.append((text(name), text(file_name)))
        return tuple(found) if len(found) >= _LEAST else ()

    def _new(self):
        if not isinstance(self._before, int):
            return [name for name in list(sys.modules) if name not in self._before]
        # From the end: looking at all of them would write to the pages of all of them.
        new = list(itertools.islice(reversed(sys.modules), max(len(sys.modules) - self._before, 0)))
        new.reverse()
        return new
