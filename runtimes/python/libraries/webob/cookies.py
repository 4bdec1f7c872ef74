"""Cookies: reading the Cookie header, writing Set-Cookie."""
from __future__ import absolute_import

import re
import time
from datetime import timedelta

from _wsgi_strings import MutableMapping, native, text_type, to_bytes, to_text, wsgi_bytes, wsgi_string

from .dates import serialize_cookie_date

_TOKEN = re.compile(r"^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$")
_ESCAPED = re.compile(br'\\([0-3][0-7][0-7]|.)', re.DOTALL)
_PLAIN = frozenset(bytearray(range(0x21, 0x7f))) - frozenset(bytearray(b'",;\\'))


def parse_cookies(header):
    """[(name, value)] of a Cookie header, as text; what is not a cookie is left out."""
    pairs = []
    for part in wsgi_bytes(header).split(b';'):
        name, equals, value = part.partition(b'=')
        name = name.strip()
        if equals and name and not name.startswith(b'$'):
            pairs.append((to_text(name), to_text(_unquote(value.strip()))))
    return pairs


def _unquote(value):
    if len(value) < 2 or value[:1] != b'"' or value[-1:] != b'"':
        return value
    return _ESCAPED.sub(lambda match: _unescape(match.group(1)), value[1:-1])


def _unescape(escape):
    return bytes(bytearray([int(escape, 8)])) if len(escape) == 3 else escape


def _quote(value):
    """A value as Set-Cookie can carry it: as it is, or quoted with octal escapes."""
    data = bytearray(to_bytes(value))
    if all(each in _PLAIN for each in data):
        return native(bytes(data))
    return '"%s"' % ''.join(chr(each) if each in _PLAIN or each == 0x20 else '\\%03o' % each for each in data)


def make_cookie(name, value, max_age=None, path='/', domain=None, secure=False, httponly=False, comment=None, expires=None, samesite=None):
    """The value of a Set-Cookie header. A value of None makes the browser forget the cookie. ValueError when the name cannot be one."""
    name = native(name)
    if not _TOKEN.match(name):
        raise ValueError('%r cannot be the name of a cookie.' % name)
    if value is None:
        value, max_age, expires = '', 0, 'Wed, 31-Dec-97 23:59:59 GMT'
    elif isinstance(max_age, timedelta):
        max_age = max_age.days * 86400 + max_age.seconds
    if expires is None and max_age is not None:
        expires = time.time() + int(max_age) if int(max_age) > 0 else 0
    parts = ['%s=%s' % (name, _quote(value))]
    for label, attribute in (('Comment', _quote(comment) if comment else None), ('Domain', domain),
                             ('expires', expires if expires is None or isinstance(expires, str) else serialize_cookie_date(expires)),
                             ('Max-Age', None if max_age is None else str(int(max_age))), ('Path', path), ('SameSite', samesite)):
        if attribute:
            parts.append('%s=%s' % (label, _attribute(label, attribute)))
    if secure:
        parts.append('secure')
    if httponly:
        parts.append('HttpOnly')
    return '; '.join(parts)


def _attribute(label, value):
    value = native(value)
    if any(ord(each) < 0x20 or each == ';' or ord(each) == 0x7f for each in value):
        raise ValueError('The %s of a cookie has a control character or a semicolon: %r.' % (label, value))
    return value


class RequestCookies(MutableMapping):
    """The cookies that a request came with, as text; a change is written back to the environ."""

    def __init__(self, environ):
        self._environ = environ

    def _pairs(self):
        header = self._environ.get('HTTP_COOKIE', '')
        cached = self._environ.get('webob._parsed_cookies')
        if cached is None or cached[1] != header:
            parsed = {}
            for name, value in parse_cookies(header):
                parsed.setdefault(name, value)
            cached = self._environ['webob._parsed_cookies'] = (parsed, header)
        return cached[0]

    def _write(self, pairs):
        header = '; '.join('%s=%s' % (native(name), _quote(value)) for name, value in pairs.items())
        if header:
            self._environ['HTTP_COOKIE'] = wsgi_string(to_bytes(header))
        else:
            self._environ.pop('HTTP_COOKIE', None)

    def __getitem__(self, name):
        return self._pairs()[to_text(name)]

    def __setitem__(self, name, value):
        if not _TOKEN.match(native(name)):
            raise ValueError('%r cannot be the name of a cookie.' % name)
        pairs = dict(self._pairs())
        pairs[to_text(name)] = text_type(to_text(value))
        self._write(pairs)

    def __delitem__(self, name):
        pairs = dict(self._pairs())
        del pairs[to_text(name)]
        self._write(pairs)

    def __iter__(self):
        return iter(list(self._pairs()))

    def keys(self):
        return list(self)

    def __len__(self):
        return len(self._pairs())

    def __repr__(self):
        return 'RequestCookies(%r)' % self._pairs()
