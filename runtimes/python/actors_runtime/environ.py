"""os.environ as each request sees it: the process's variables with the request's over them, built when first read, and never shared between requests.

What a module sets while it is imported is kept for the process (frameworks set DJANGO_SETTINGS_MODULE and the like there); what a request
sets ends with the request. The C library's environment only follows the former.
"""
from __future__ import absolute_import

import os

from .compat import PY2
from .context import current

_putenv, _unsetenv = os.putenv, os.unsetenv
# The process's variables: those of the app outside requests.
_base = {}
# What most requests have in common; a request's own variables go over them.
usual = {}


def install():
    """Turns the existing os.environ object into one that follows the request; modules that hold a reference to it follow too."""
    for name in list(os.environ):
        _unsetenv(name)
    if PY2:
        del os.environ.data
    else:
        os.environ._data = {}
        os.environb.__class__ = _BytesEnviron
        os.environ.encodekey = os.environ.encodevalue = _checked
        os.environ.decodekey = os.environ.decodevalue = _same
    os.environ.__class__ = _Environ


def replace(variables):
    """Gives the process its variables, and nothing else."""
    _base.clear()
    change(variables.items())


def change(pairs):
    """Gives the process these variables too."""
    for name, value in pairs:
        _base[name] = value
        _putenv(name, value)


def _variables():
    request = current.request
    if request is None or request.closed:
        return _base
    variables = request.variables
    if variables is None:
        variables = _base.copy()
        variables.update(usual)
        for name, value in request.environ.items():
            if type(value) is str:
                variables[name] = value
        request.variables = variables
    return variables


def _set(name, value):
    variables = _variables()
    variables[name] = value
    if variables is _base or current.loading:
        _base[name] = value
        _putenv(name, value)


def _delete(name):
    variables = _variables()
    del variables[name]
    if variables is _base or current.loading:
        _base.pop(name, None)
        _unsetenv(name)


if PY2:
    class _Environ(os.environ.__class__):
        data = property(lambda self: _variables())

        def __setitem__(self, name, value):
            if not isinstance(name, basestring) or not isinstance(value, basestring):  # noqa: F821
                raise TypeError('must be string')
            _set(str(name), str(value))

        def __delitem__(self, name):
            _delete(name)

        def clear(self):
            for name in list(_variables()):
                _delete(name)

        def pop(self, name, *default):
            variables = _variables()
            if name not in variables:
                return variables.pop(name, *default)
            value = variables[name]
            _delete(name)
            return value

        def popitem(self):
            for name in _variables():
                return name, self.pop(name)
            raise KeyError('popitem(): dictionary is empty')

        def setdefault(self, name, value=None):
            if name not in _variables():
                self[name] = value
            return self[name]
else:
    def _checked(value):
        if not isinstance(value, str):
            raise TypeError('str expected, not %s' % type(value).__name__)
        return value

    def _same(value):
        return value

    class _Environ(os._Environ):
        @property
        def _data(self):
            return _variables()

        @_data.setter
        def _data(self, value):
            raise AttributeError('the variables belong to the request')

        def __setitem__(self, name, value):
            name, value = _checked(name), _checked(value)
            if '\0' in name or '\0' in value or '=' in name or not name:
                raise ValueError('illegal environment variable')
            _set(name, value)

        def __delitem__(self, name):
            _delete(_checked(name))

    class _BytesEnviron(os._Environ):
        """os.environb: the same variables as bytes."""

        @property
        def _data(self):
            return {os.fsencode(name): os.fsencode(value) for name, value in _variables().items()}

        def __setitem__(self, name, value):
            os.environ[os.fsdecode(name)] = os.fsdecode(value)

        def __delitem__(self, name):
            del os.environ[os.fsdecode(name)]
