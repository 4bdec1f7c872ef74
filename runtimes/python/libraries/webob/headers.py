"""Header collections: those of a request are a view of the WSGI environ, those of a response a list that ignores case."""
from __future__ import absolute_import

from _wsgi_strings import MutableMapping, native

from .multidict import MultiDict

_WITHOUT_PREFIX = ('CONTENT_TYPE', 'CONTENT_LENGTH')


class EnvironHeaders(MutableMapping):
    """The request's headers, by their usual names in any case."""

    def __init__(self, environ):
        self.environ = environ

    def __getitem__(self, name):
        return self.environ[_key(name)]

    def __setitem__(self, name, value):
        self.environ[_key(name)] = value

    def __delitem__(self, name):
        del self.environ[_key(name)]

    def __iter__(self):
        for key in list(self.environ):
            name = _name(key)
            if name:
                yield name

    def keys(self):
        return [name for name in self]

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, name):
        return _key(name) in self.environ

    def __repr__(self):
        return 'EnvironHeaders(%r)' % dict(self.items())


class ResponseHeaders(MultiDict):
    """The response's headers, in order; names are compared without case, values are native strings without line breaks."""

    def __init__(self, *args, **kwargs):
        MultiDict.__init__(self)
        self.extend(*args, **kwargs)

    def _same(self, name):
        return name.lower()

    def add(self, name, value):
        MultiDict.add(self, *checked(name, value))

    def __setitem__(self, name, value):
        MultiDict.__setitem__(self, *checked(name, value))

    def setdefault(self, name, default=None):
        if name not in self:
            self[name] = default
        return self[name]


def checked(name, value):
    """A header as native strings; ValueError when it would break out of its line."""
    name, value = native(name, 'latin-1'), _value(value)
    if any(each in name or each in value for each in '\r\n\0'):
        raise ValueError('The header %r has a line break or a zero byte in its name or value.' % name)
    return name, value


def _value(value):
    try:
        return native(value, 'latin-1')
    except UnicodeEncodeError:  # 2.7: text beyond Latin-1 goes as UTF-8, as browsers expect it.
        return native(value)


def _key(name):
    key = native(name).replace('-', '_').upper()
    return key if key in _WITHOUT_PREFIX else 'HTTP_' + key


def _name(key):
    if key.startswith('HTTP_'):
        key = key[5:]
    elif key not in _WITHOUT_PREFIX:
        return None
    return key.replace('_', '-').title()
