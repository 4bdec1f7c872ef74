"""Objects by their dotted names, and attributes worked out once."""
from __future__ import absolute_import

import sys


class ImportStringError(Exception):
    """An object that a string names cannot be imported."""

    def __init__(self, import_name, exception):
        self.import_name = import_name
        self.exception = exception
        Exception.__init__(self, '%r cannot be imported: %s: %s' % (import_name, type(exception).__name__, exception))


def import_string(import_name, silent=False):
    """The module, or the object in a module, that a dotted name (or `module:object`) names. With `silent`, None instead of ImportStringError."""
    name = str(import_name)
    try:
        module, _, attribute = name.partition(':') if ':' in name else name.rpartition('.')
        if not module:
            __import__(name)
            return sys.modules[name]
        __import__(module)
        found = sys.modules[module]
        if hasattr(found, attribute):
            return getattr(found, attribute)
        if ':' not in name:
            __import__(name)  # A module in a package; says what is missing when it is neither.
            return sys.modules[name]
        raise ImportError('%s has no %s' % (module, attribute))
    except (ImportError, AttributeError) as error:
        if silent:
            return None
        raise ImportStringError(name, error)


class cached_property(object):
    """A method as an attribute whose value is worked out at the first look."""

    def __init__(self, func, name=None, doc=None, writeable=False):
        self.func = func
        self.name = name or func.__name__
        self.writeable = writeable
        self.__name__ = self.name
        self.__doc__ = doc or func.__doc__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        values = instance.__dict__
        if '_cached_' + self.name not in values:
            values['_cached_' + self.name] = self.func(instance)
        return values['_cached_' + self.name]

    def __set__(self, instance, value):
        if not self.writeable:
            raise AttributeError('%s cannot be set.' % self.name)
        instance.__dict__['_cached_' + self.name] = value

    def __delete__(self, instance):
        instance.__dict__.pop('_cached_' + self.name, None)
