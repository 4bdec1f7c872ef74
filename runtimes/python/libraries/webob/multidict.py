"""Dictionaries in which a name may have several values, in their order."""
from __future__ import absolute_import

from _wsgi_strings import MutableMapping, url_encode

__all__ = ['MultiDict', 'UnicodeMultiDict', 'NestedMultiDict', 'NoVars', 'GetDict']


class MultiDict(MutableMapping):
    """Names with values in order; `d[name]` is the last value, `getall(name)` all of them."""

    def __init__(self, *args, **kwargs):
        self._items = []
        if len(args) > 1:
            raise TypeError('MultiDict takes one argument, not %d.' % len(args))
        if args:
            self._items.extend(_pairs(args[0]))
        self._items.extend(kwargs.items())

    @classmethod
    def view_list(cls, pairs):
        """A dictionary over this very list."""
        if not isinstance(pairs, list):
            raise TypeError('view_list takes a list, not %s.' % type(pairs).__name__)
        view = cls()
        view._items = pairs
        return view

    def _same(self, name):
        return name

    def __getitem__(self, name):
        name = self._same(name)
        for each, value in reversed(self._items):
            if self._same(each) == name:
                return value
        raise KeyError(name)

    def __setitem__(self, name, value):
        self._remove(name)
        self._items.append((name, value))

    def __delitem__(self, name):
        if not self._remove(name):
            raise KeyError(name)

    def __contains__(self, name):
        name = self._same(name)
        return any(self._same(each) == name for each, _ in self._items)

    def __iter__(self):
        return iter([name for name, _ in self._items])

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, list(self.items()))

    def _remove(self, name):
        same = self._same(name)
        kept = [pair for pair in self._items if self._same(pair[0]) != same]
        removed = len(self._items) - len(kept)
        self._items[:] = kept
        return removed

    def add(self, name, value):
        """One more value of the name."""
        self._items.append((name, value))

    def getall(self, name):
        """All values of the name, in order; an empty list when there is none."""
        name = self._same(name)
        return [value for each, value in self._items if self._same(each) == name]

    def getone(self, name):
        """The only value; KeyError when there is none, or more than one."""
        values = self.getall(name)
        if len(values) != 1:
            raise KeyError('%r has %d values.' % (name, len(values)))
        return values[0]

    def mixed(self):
        """A plain dictionary: a value where there is one, a list where there are several."""
        return dict((name, values if len(values) > 1 else values[0]) for name, values in self.dict_of_lists().items())

    def dict_of_lists(self):
        """A plain dictionary of lists."""
        lists = {}
        for name, value in self.items():
            lists.setdefault(name, []).append(value)
        return lists

    def copy(self):
        return type(self)(list(self.items()))

    def setdefault(self, name, default=None):
        if name not in self:
            self[name] = default
        return self[name]

    def pop(self, name, *default):
        if len(default) > 1:
            raise TypeError('pop takes a name and at most one default.')
        if name not in self and default:
            return default[0]
        value = self[name]
        del self[name]
        return value

    def popitem(self):
        if not self._items:
            raise KeyError('The dictionary is empty.')
        name, value = self._items[-1]
        self._items[:] = self._items[:-1]
        return name, value

    def clear(self):
        self._items[:] = []

    def update(self, *args, **kwargs):
        """Replaces the values of the given names."""
        for name, value in list(_pairs(args[0]) if args else []) + list(kwargs.items()):
            self[name] = value

    def extend(self, other=None, **kwargs):
        """Adds values; keeps those that are there."""
        for name, value in list(_pairs(other or [])) + list(kwargs.items()):
            self.add(name, value)

    def keys(self):
        return list(self)

    def values(self):
        return [value for _, value in self._items]

    def items(self):
        return list(self._items)

    def iterkeys(self):
        return iter(self.keys())

    def itervalues(self):
        return iter(self.values())

    def iteritems(self):
        return iter(self.items())

    def has_key(self, name):
        return name in self

    def __eq__(self, other):
        return isinstance(other, MultiDict) and sorted(map(repr, self.items())) == sorted(map(repr, other.items())) or \
            not isinstance(other, MultiDict) and MutableMapping.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None


# What older releases returned from requests; values are text anyway.
UnicodeMultiDict = MultiDict


class GetDict(MultiDict):
    """The parameters of a query string; a change is written back to the environ."""

    def __init__(self, pairs, environ):
        MultiDict.__init__(self, pairs)
        self._environ = environ

    def _changed(self):
        self._environ['QUERY_STRING'] = url_encode(self._items)

    def copy(self):
        return MultiDict(self.items())


class NestedMultiDict(MultiDict):
    """Several dictionaries seen as one; not to be changed."""

    def __init__(self, *dictionaries):
        self._dictionaries = dictionaries

    @property
    def _items(self):
        return [pair for each in self._dictionaries for pair in each.items()]

    def __getitem__(self, name):
        for each in self._dictionaries:
            if name in each:
                return each[name]
        raise KeyError(name)

    def copy(self):
        return MultiDict(self.items())

    def _refuse(self, *args, **kwargs):
        raise KeyError('%s objects cannot be changed.' % type(self).__name__)


class NoVars(NestedMultiDict):
    """The parameters of a request that has none."""

    def __init__(self, reason='There are no parameters.'):
        NestedMultiDict.__init__(self)
        self.reason = reason

    def __repr__(self):
        return '<NoVars: %s>' % self.reason

    def copy(self):
        return self


_CHANGES = ('__setitem__', '__delitem__', 'add', 'setdefault', 'pop', 'popitem', 'clear', 'update', 'extend')


def _reporting(name):
    change = getattr(MultiDict, name)

    def changed(self, *args, **kwargs):
        result = change(self, *args, **kwargs)
        self._changed()
        return result
    changed.__name__ = name
    return changed


for _name in _CHANGES:
    setattr(GetDict, _name, _reporting(_name))
    setattr(NestedMultiDict, _name, NestedMultiDict._refuse)


def _pairs(source):
    return source.items() if hasattr(source, 'items') else source
