"""The app's modules compiled once, for Python 3: what a worker has to compile it tells the silo, which keeps it for the workers that come later.

    import -> the source is read -> is there kept code of this very source? yes: it runs
                                                                           no: it is compiled, told, and runs

Kept code begins like a .pyc that is checked by the hash of its source, so no time of change decides whether it is current.
"""
from __future__ import absolute_import

import marshal
import os
import sys

from .compat import PY2

# What is shorter is compiled in less time than it takes to look for it. Of more the silo would keep nothing.
_LEAST_BYTES = 1 << 10
_MOST_BYTES = 4 << 20
_CHECKED_HASH = b'\x03\0\0\0'


class _Place(object):
    """Where this worker's app and its kept code are."""
    code = kept = ''
    send = staticmethod(lambda name, data: None)


def use(code, kept):
    """From here on modules below `code` are looked up in `kept`; nothing is kept when that is empty."""
    _Place.code, _Place.kept = code, kept


def tell(send):
    """`send(name, data)` is called with what was compiled."""
    _Place.send = staticmethod(send)


if PY2:
    def install():
        """2.7 compiles what it imports; a file beside the source would be one that the app has not."""
else:
    from importlib.machinery import BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES
    from importlib.machinery import ExtensionFileLoader, FileFinder, SourceFileLoader, SourcelessFileLoader
    from importlib.util import MAGIC_NUMBER, source_hash
    from types import CodeType

    _SUFFIX = '.%s.pyc' % sys.implementation.cache_tag

    class AppModuleLoader(SourceFileLoader):
        """Loads a module of the app from its source or from kept code of it."""

        def get_code(self, fullname):
            source = self.get_data(self.path)
            if len(source) < _LEAST_BYTES:
                return self.source_to_code(source, self.path)
            head = MAGIC_NUMBER + _CHECKED_HASH + source_hash(source)
            name = self.path[len(_Place.code) + 1:] + _SUFFIX
            try:
                kept = self.get_data(_Place.kept + '/' + name)
                if kept[:len(head)] == head:
                    code = marshal.loads(memoryview(kept)[len(head):])
                    if isinstance(code, CodeType):
                        return code
            except (OSError, EOFError, ValueError, TypeError):
                pass  # Not there, or not whole: as if it were not there.
            code = self.source_to_code(source, self.path)
            data = head + marshal.dumps(code)
            if len(data) <= _MOST_BYTES:
                _Place.send(name, data)
            return code

    def _finder(path):
        if not _Place.kept or not (path + '/').startswith(_Place.code + '/') or not os.path.isdir(path):
            raise ImportError('no directory of the app', path=path)
        return FileFinder(path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (AppModuleLoader, SOURCE_SUFFIXES), (SourcelessFileLoader, BYTECODE_SUFFIXES))

    def install():
        """Once, in the base zygote."""
        sys.path_hooks.insert(0, _finder)
