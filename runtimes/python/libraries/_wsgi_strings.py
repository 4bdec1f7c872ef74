"""Shared by webob and webapp2: what differs between Python 2.7 and 3, and between text, bytes and what WSGI calls a native string.

Not in either of them, so that our webapp2 also runs on a WebOb that an app brings.
"""
from __future__ import absolute_import

import sys

PY2 = sys.version_info[0] == 2

if PY2:
    from collections import Mapping, MutableMapping  # noqa: F401
    from Cookie import SimpleCookie  # noqa: F401
    from urllib import quote as _quote, unquote as unquote_to_bytes  # noqa: F401
    from urlparse import urljoin, urlsplit, urlunsplit  # noqa: F401

    text_type = unicode  # noqa: F821
    string_types = (basestring,)  # noqa: F821
    integer_types = (int, long)  # noqa: F821

    def wsgi_bytes(value):
        """The bytes behind a string of the WSGI environ."""
        return value.encode('utf-8') if isinstance(value, text_type) else value

    def wsgi_string(data):
        """Bytes as a string for the WSGI environ."""
        return data

    def native(value, encoding='utf-8'):
        """Text or bytes as `str`."""
        return value.encode(encoding) if isinstance(value, text_type) else str(value)
else:
    from collections.abc import Mapping, MutableMapping  # noqa: F401
    from urllib.parse import quote as _quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit  # noqa: F401

    text_type = str
    string_types = (str,)
    integer_types = (int,)

    def wsgi_bytes(value):
        """The bytes behind a string of the WSGI environ."""
        return value.encode('latin-1', 'replace') if isinstance(value, str) else value

    def wsgi_string(data):
        """Bytes as a string for the WSGI environ."""
        return data.decode('latin-1')

    def native(value, encoding='utf-8'):
        """Text or bytes as `str`."""
        return value.decode(encoding) if isinstance(value, bytes) else str(value)


def to_bytes(value, encoding='utf-8'):
    """Text or bytes as bytes."""
    return value if isinstance(value, bytes) else text_type(value).encode(encoding)


def to_text(value, encoding='utf-8', errors='replace'):
    """Text or bytes as text."""
    return value.decode(encoding, errors) if isinstance(value, bytes) else text_type(value)


def url_quote(value, safe='/'):
    """Percent-encoded, as a native string; text goes as UTF-8."""
    return _quote(to_bytes(value), safe)


def url_encode(pairs, encoding='utf-8'):
    """Pairs, or a mapping, as application/x-www-form-urlencoded."""
    pairs = pairs.items() if hasattr(pairs, 'items') else pairs
    return '&'.join('%s=%s' % (_form_quote(name, encoding), _form_quote(value, encoding)) for name, value in pairs)


def _form_quote(value, encoding):
    return _quote(to_bytes(value, encoding), '~ ').replace(' ', '+')


def html_escape(value):
    """Text that is safe between tags and in quoted attributes; what knows its own `__html__` is believed."""
    if value is None:
        return u''
    if hasattr(value, '__html__'):
        return to_text(value.__html__())
    value = to_text(value)
    for character, entity in ((u'&', u'&amp;'), (u'<', u'&lt;'), (u'>', u'&gt;'), (u'"', u'&quot;'), (u"'", u'&#39;')):
        value = value.replace(character, entity)
    return value
