"""Says which of the libraries that an app's app.yaml names are nowhere: `INTERPRETER -E -s -B check_libraries.py DIRECTORY NAME==VERSION...`.

One sentence for each on standard output. Nothing of the app is imported or run.
"""
from __future__ import absolute_import, print_function

import os
import sys

# How far below app.yaml a library is looked for: lib/python2.7/site-packages, and one more.
_DEPTH = 4


def main(directory, wanted):
    from actors_runtime import missing_libraries

    for each in wanted:
        name, _, version = each.partition('==')
        module = missing_libraries.module_of(name)
        if module is not None and not is_in(sys.path, module) and not is_in(_directories(directory), module):
            print('libraries: %s: %s' % (name, missing_libraries.remedy(module, version)))


def is_in(directories, module):
    """Whether one of the directories has a module or package of this (dotted) name."""
    parts = module.split('.')
    for directory in directories:
        parent = os.path.join(directory, *parts[:-1])
        try:
            entries = os.listdir(parent)
        except OSError:
            continue
        for entry in entries:
            stem, dot, ending = entry.partition('.')
            if stem == parts[-1] and (ending == 'py' or ending.endswith('so') or not dot and os.path.isdir(os.path.join(parent, entry))):
                return True
    return False


def _directories(top):
    for folder, inner, _ in os.walk(top):
        yield folder
        depth = folder[len(top):].count(os.sep)
        inner[:] = [each for each in inner if depth < _DEPTH and not each.startswith('.')]


if __name__ == '__main__':
    sys.path[0] = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1].rstrip(os.sep), sys.argv[2:])
