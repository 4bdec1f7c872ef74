"""`google` is one package with many homes: ours, and the google.* libraries that an app brings.

Our part is loaded before any app is known, so the search path of google.* grows when sys.path has: asked at each import below `google`.
"""
from __future__ import absolute_import

import os
import sys

_ROOT = 'google'


class _PathExtender(object):
    """A finder that finds nothing, but completes the parent package's path before the others look."""

    def __init__(self):
        self._seen = {}

    def find_spec(self, name, path=None, target=None):
        self._extend(name)

    def find_module(self, name, path=None):
        self._extend(name)

    def _extend(self, name):
        if not name.startswith(_ROOT + '.'):
            return
        parent = name.rpartition('.')[0]
        package = sys.modules.get(parent)
        path = getattr(package, '__path__', None)
        homes = tuple(sys.path)
        if type(path) is not list or self._seen.get(parent) == homes:
            return
        self._seen[parent] = homes
        for home in homes:
            directory = os.path.join(home, *parent.split('.'))
            if directory not in path and os.path.isdir(directory):
                path.append(directory)


def install():
    """Puts the finder before all others."""
    sys.meta_path.insert(0, _PathExtender())
