"""JSON that can stand in a script element, in base64 and in URLs."""
from __future__ import absolute_import

import base64
import json

from _wsgi_strings import native, to_bytes, unquote_to_bytes, url_quote


def encode(value, *args, **kwargs):
    """A value as JSON; `</` is written so that it does not end a script element."""
    kwargs.setdefault('separators', (',', ':'))
    return json.dumps(value, *args, **kwargs).replace('</', '<\\/')


def decode(value, *args, **kwargs):
    """The value of JSON in text, or in bytes of UTF-8. ValueError when it is something else."""
    if isinstance(value, bytes):
        value = value.decode('utf-8')
    return json.loads(value, *args, **kwargs)


def b64encode(value, *args, **kwargs):
    """A value as JSON in base64."""
    return native(base64.b64encode(to_bytes(encode(value, *args, **kwargs))))


def b64decode(value, *args, **kwargs):
    """The value of JSON in base64. ValueError when it is something else."""
    try:
        data = base64.b64decode(to_bytes(value))
    except TypeError as error:  # 2.7
        raise ValueError(str(error))
    return decode(data, *args, **kwargs)


def quote(value, *args, **kwargs):
    """A value as JSON, percent-encoded."""
    return url_quote(encode(value, *args, **kwargs), '')


def unquote(value, *args, **kwargs):
    """The value of JSON that is percent-encoded."""
    return decode(unquote_to_bytes(to_bytes(value)), *args, **kwargs)
