"""Values of the running thread, and objects that stand for what is current in it."""
from __future__ import absolute_import

import operator
import threading


class Local(object):
    """Attributes that each thread has for itself."""

    def __init__(self):
        object.__setattr__(self, '_values', threading.local())

    def __getattr__(self, name):
        return getattr(self._values, name)

    def __setattr__(self, name, value):
        setattr(self._values, name, value)

    def __delattr__(self, name):
        delattr(self._values, name)

    def __iter__(self):
        return iter(self._values.__dict__.items())

    def __call__(self, proxy):
        """A proxy for an attribute."""
        return LocalProxy(self, proxy)

    def __release_local__(self):
        self._values.__dict__.clear()


class LocalProxy(object):
    """Passes everything on to what a function returns, or to an attribute of a Local. RuntimeError when there is nothing."""

    __slots__ = ('__local', '__dict__', '__name__', '__weakref__')

    def __init__(self, local, name=None):
        object.__setattr__(self, '_LocalProxy__local', local)
        object.__setattr__(self, '__name__', name)

    def _get_current_object(self):
        local = object.__getattribute__(self, '_LocalProxy__local')
        if not hasattr(local, '__release_local__'):
            return local()
        try:
            return getattr(local, object.__getattribute__(self, '__name__'))
        except AttributeError:
            raise RuntimeError('Nothing is bound to %s in this thread.' % object.__getattribute__(self, '__name__'))

    @property
    def __dict__(self):
        return self._get_current_object().__dict__

    @property
    def __class__(self):
        return self._get_current_object().__class__

    def __getattr__(self, name):
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name, value):
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name):
        delattr(self._get_current_object(), name)

    def __bool__(self):
        try:
            return bool(self._get_current_object())
        except RuntimeError:
            return False

    __nonzero__ = __bool__

    def __repr__(self):
        try:
            return repr(self._get_current_object())
        except RuntimeError:
            return '<%s unbound>' % type(self).__name__

    def __dir__(self):
        return dir(self._get_current_object())

    def __call__(self, *args, **kwargs):
        return self._get_current_object()(*args, **kwargs)


def _passing(function):
    return lambda self, *args: function(self._get_current_object(), *args)


for _name in ('lt', 'le', 'eq', 'ne', 'gt', 'ge', 'add', 'sub', 'mul', 'mod', 'and', 'or', 'xor', 'neg', 'pos', 'abs', 'contains', 'getitem', 'setitem',
              'delitem'):
    setattr(LocalProxy, '__%s__' % _name, _passing(getattr(operator, '__%s__' % _name)))
for _name, _function in (('str', str), ('hash', hash), ('len', len), ('iter', iter), ('int', int), ('float', float), ('unicode', type(u''))):
    setattr(LocalProxy, '__%s__' % _name, _passing(_function))
