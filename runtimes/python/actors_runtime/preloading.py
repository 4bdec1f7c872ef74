"""What a version zygote imports: libraries that an instance of its version was seen to load, and never a module of the app.

A library that asks for a module of the app while it is imported would find it missing here: then nothing of this is to be used. The same goes for a framework that was
imported before the version was known (`frameworks.load`).
"""
from __future__ import absolute_import

import os
import sys
import warnings

from . import frameworks, logs, room


def preload(code, homes, names):
    """Imports modules by name, with `homes` on the path instead of the app's own `code`. Returns how many are there, and why they must not be used, or ''."""
    path = list(sys.path)
    guard = _Guard(code)
    sys.path[:] = list(homes) + [each for each in path if each != code]
    sys.meta_path.insert(0, guard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            before = len(sys.modules)
            for name in frameworks.looked_for():
                guard.has(name)
            for name in names:
                if guard.asked:
                    break
                try:
                    __import__(name)
                except Exception:  # noqa: B902 - a worker imports it again, and says so itself.
                    pass
            if not guard.asked:
                if len(sys.modules) > before:
                    room.forget_lookups()
                frameworks.rehearse()
    finally:
        sys.meta_path.remove(guard)
        sys.path[:] = path
        logs.flush_partial()
    reason = 'a library imports %s, which is a module of the app' % guard.asked[0] if guard.asked else ''
    return sum(1 for name in names if name in sys.modules), reason


class _Guard(object):
    """A finder that finds nothing, and remembers when it was asked for what the app has."""

    def __init__(self, code):
        self._code = code
        self.asked = []

    def has(self, name):
        """Whether it is a module of the app, which then was asked for."""
        place = os.path.join(self._code, name)
        if os.path.isfile(place + '.py') or os.path.isdir(place):
            self.asked.append(name)
            return True
        return False

    def _look(self, name):
        if '.' not in name and self.has(name):
            raise ImportError('%s belongs to the app' % name)

    def find_spec(self, name, path=None, target=None):
        self._look(name)

    def find_module(self, name, path=None):
        self._look(name)
