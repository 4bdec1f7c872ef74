"""The libraries that come with the runtime, webapp2 and webob: importable in every worker, after everything that the app and the interpreter have.

The base zygote compiles them but imports none; a worker that imports one runs the code that is in memory already. They are nowhere in the worker's
file system, so nothing has to be readable or is searched, and an app that does not use them pays nothing.

    zygote: read, compile   fork   worker: import webapp2 -> app's tree, lib/, site-packages, at last here -> unmarshal, run
"""
from __future__ import absolute_import

import marshal
import os
import pkgutil
import sys
import types

from . import missing_libraries
from .compat import PY2

#: What stands before their file names in tracebacks.
PLACE = '/runtime/libraries'

_modules = {}


def install(directory):
    """Reads the libraries below our directory and makes them importable. Where they come does not depend on sys.path, which apps like to extend."""
    root = os.path.join(directory, 'libraries')
    for folder, _, files in os.walk(root):
        inner = folder[len(root) + 1:].replace(os.sep, '.')
        for file_name in sorted(files):
            if file_name.endswith('.py'):
                with open(os.path.join(folder, file_name), 'rb') as source:
                    module = _Module(inner, file_name, source.read())
                _modules[module.name] = module
    sys.meta_path.insert(0 if PY2 else len(sys.meta_path), _Finder())


class _Module(object):
    """A module that can be imported: its name, its place in the tree, its source and its code."""

    def __init__(self, inner, file_name, source):
        self.is_package = file_name == '__init__.py'
        stem = inner if self.is_package else file_name[:-3]
        self.name = inner + '.' + stem if inner and not self.is_package else stem
        self.directory = PLACE + '/' + inner.replace('.', '/') if inner else PLACE
        self.path = self.directory + '/' + file_name
        self.source = source
        self.code = marshal.dumps(compile(source, self.path, 'exec', 0, True))
        # Where an import looks for it: beside its package, or in it.
        self.home = self.directory.rpartition('/')[0] if self.is_package else self.directory


class _Finder(object):
    """Finds and loads them. On 3 it is asked last of all; on 2.7 it is asked first, and looks whether anybody else has the module."""

    def _find(self, name, path):
        module = _modules.get(name)
        if module is None or path is not None and module.home not in path:
            return None
        return module

    # What an import needs of a loader, here for both Pythons: `loader.get_source` also shows tracebacks their lines.

    def get_code(self, name):
        return marshal.loads(_modules[name].code)

    def get_source(self, name):
        return _modules[name].source if PY2 else _modules[name].source.decode('utf-8')

    def is_package(self, name):
        return _modules[name].is_package

    def get_filename(self, name):
        return _modules[name].path

    if PY2:
        def find_module(self, name, path=None):
            if path is None and (name in _modules or missing_libraries.is_one(name)):
                return None if _is_in(sys.path, name) else self
            if path is not None and missing_libraries.is_platform(name):
                return None if _is_in(_homes(name, path), name) else self
            # An ImportError from here would be dropped, so it is the loader that says what is missing.
            return self if path is not None and self._find(name, path) is not None else None

        def load_module(self, name):
            if name in sys.modules:
                return sys.modules[name]
            if name not in _modules:
                raise ImportError(missing_libraries.platform_advice(name) if missing_libraries.is_platform(name) else missing_libraries.advice(name))
            found = _modules[name]
            module = types.ModuleType(name)
            module.__file__ = found.path
            module.__loader__ = self
            module.__package__ = name if found.is_package else name.rpartition('.')[0]
            if found.is_package:
                module.__path__ = [found.directory]
            sys.modules[name] = module
            try:
                exec(self.get_code(name), module.__dict__)
            except BaseException:
                del sys.modules[name]
                raise
            return sys.modules[name]
    else:
        def find_spec(self, name, path=None, target=None):
            found = self._find(name, path)
            if found is None:
                if path is None and missing_libraries.is_one(name) and missing_libraries.is_import_statement():
                    raise ModuleNotFoundError(missing_libraries.advice(name), name=name)  # noqa: F821
                if path is not None and missing_libraries.is_platform(name) and missing_libraries.is_import_statement():
                    # Without its name: `from google.appengine.api import users` would take that for an attribute that is not there, and say so.
                    raise ModuleNotFoundError(missing_libraries.platform_advice(name))  # noqa: F821
                return None
            from importlib.machinery import ModuleSpec
            spec = ModuleSpec(name, self, origin=found.path, is_package=found.is_package)
            spec.has_location = True
            if found.is_package:
                spec.submodule_search_locations[:] = [found.directory]
            return spec

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            exec(self.get_code(module.__name__), module.__dict__)


def _is_in(directories, name):
    """Whether one of these has the module, a directory or a zip file. They are where the last part of its name is looked for."""
    for entry in directories:
        importer = pkgutil.get_importer(entry)
        if importer is not None and importer.find_module(name) is not None:
            return True
    return False


def _homes(name, path):
    """Where a module below a package may lie: in the package's own directories, and in what sys.path has of the package."""
    parent = name.split('.')[:-1]
    return list(path) + [os.path.join(home, *parent) for home in sys.path]
