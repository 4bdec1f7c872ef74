"""Values of exact built-in types. marshal on 2.7 dumps subclasses of unicode as raw memory, on 3 it refuses subclasses of str and int."""
from __future__ import absolute_import

from .compat import PY2, text_type


def native(value):
    """A str, which may be of a subclass, as exactly str."""
    return value if type(value) is str else str.__str__(value)


def binary(value):
    """Bytes, which may be of a subclass, as exactly bytes."""
    return value if type(value) is bytes else b''.join((value, b''))


def text(value):
    """Any string as exactly text: bytes are taken for UTF-8, what cannot be encoded is replaced."""
    if type(value) is not text_type:
        if isinstance(value, text_type):
            value = text_type.__getitem__(value, slice(None)) if PY2 else str.__str__(value)
            if type(value) is not text_type:
                value = text_type().join((value, text_type()))
        elif isinstance(value, (bytes, bytearray)):
            value = bytes(value).decode('utf-8', 'replace')
        else:
            value = text_type(value)
    if not PY2 and not value.isascii():
        value = value.encode('utf-8', 'replace').decode('utf-8')
    return value
