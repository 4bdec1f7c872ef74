"""Cache-Control as an object whose changes are written back to the header."""
from __future__ import absolute_import

import re

from .numbers import whole_number

_DIRECTIVE = re.compile(r'([a-zA-Z][a-zA-Z_-]*)\s*(?:=\s*(?:"([^"]*)"|([^\s",]+)))?')
_FLAGS = ('public', 'no-store', 'no-transform', 'must-revalidate', 'proxy-revalidate', 'only-if-cached')
_VALUES = ('private', 'no-cache', 'max-age', 's-maxage', 'min-fresh', 'max-stale', 'stale-while-revalidate', 'stale-if-error')


class CacheControl(object):
    """`properties` has the directives; each is also an attribute: None when absent, '*' or True when it stands alone."""

    def __init__(self, properties, write=None):
        self.properties = properties
        self._write = write

    @classmethod
    def parse(cls, header, write=None):
        properties = {}
        for name, quoted, bare in _DIRECTIVE.findall(header or ''):
            value = quoted or bare or None
            number = whole_number(value)
            properties[name.lower()] = value if number is None else number
        return cls(properties, write)

    def _set(self, name, value):
        if value is None or value is False:
            self.properties.pop(name, None)
        else:
            self.properties[name] = None if value is True or value == '*' else value
        if self._write is not None:
            self._write(str(self))

    def copy(self):
        return CacheControl(dict(self.properties))

    def __str__(self):
        return ', '.join(_directive(name, value) for name, value in sorted(self.properties.items()))

    def __repr__(self):
        return '<CacheControl %r>' % str(self)


def _directive(name, value):
    if value is None:
        return name
    value = str(value)
    return '%s=%s' % (name, value if re.match(r'^[\w-]+$', value) else '"%s"' % value.replace('"', ''))


def _attribute(name, alone):
    def get(self):
        if name not in self.properties:
            return False if alone is True else None
        value = self.properties[name]
        return alone if value is None else value
    return property(get, lambda self, value: self._set(name, value), lambda self: self._set(name, None))


for _name in _FLAGS:
    setattr(CacheControl, _name.replace('-', '_'), _attribute(_name, True))
for _name in _VALUES:
    setattr(CacheControl, _name.replace('-', '_'), _attribute(_name, '*'))
