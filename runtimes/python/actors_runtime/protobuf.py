"""The messages of App Engine's services on the wire, proto2 groups included: just what workers send and read, from a table of fields per message.

    Header = message('Header', field(4, 'Key', TEXT), field(5, 'Value', TEXT))
    Request = message('Request', field(2, 'Url', TEXT), field(3, 'header', group(Header), repeated=True), field(7, 'FollowRedirects', BOOL, default=True))

A field that is not set reads as its default, a repeated one as a list. What is not in the table is passed over.
"""
from __future__ import absolute_import

import struct

from .compat import PY2, text_type

_VARINT, _EIGHT, _LENGTH, _BEGIN, _END, _FOUR = 0, 1, 2, 3, 4, 5
_SIZES = {_EIGHT: 8, _FOUR: 4}
_DEPTH = 64


class DecodeError(ValueError):
    """The bytes are not such a message."""


class _Kind(object):
    """How values of a field stand on the wire."""

    def __init__(self, wire, encode, decode, inner=None):
        self.wire, self.encode, self.decode, self.inner = wire, encode, decode, inner


def _encode_text(value):
    return value.encode('utf-8', 'replace') if isinstance(value, text_type) else bytes(value)


def _decode_text(data):
    return bytes(data) if PY2 else bytes(data).decode('utf-8', 'replace')


def _signed(number):
    return number - (1 << 64) if number >> 63 else number


#: int32, int64 and enumerations.
INT = _Kind(_VARINT, int, _signed)
BOOL = _Kind(_VARINT, bool, bool)
DOUBLE = _Kind(_EIGHT, struct.Struct('<d').pack, lambda data: struct.unpack('<d', data)[0])
BYTES = _Kind(_LENGTH, bytes, bytes)
#: str: on 2.7 the bytes in UTF-8, or any bytes when they are set.
TEXT = _Kind(_LENGTH, _encode_text, _decode_text)


def nested(inner):
    """A message within a message."""
    return _Kind(_LENGTH, lambda value: value.SerializeToString(), None, inner)


def group(inner):
    """A proto2 group of this message's fields."""
    return _Kind(_BEGIN, None, None, inner)


class _Field(object):
    def __init__(self, number, name, kind, repeated, default):
        self.number, self.name, self.kind, self.repeated, self.default = number, name, kind, repeated, default
        self.tag = varint(number << 3 | kind.wire)


def field(number, name, kind, repeated=False, default=None):
    """A field of `message`."""
    return _Field(number, name, kind, repeated, default)


def message(name, *fields):
    """A class of messages."""
    members = dict((each.name, each.default) for each in fields if not each.repeated)
    members['_fields'] = fields
    members['_by_number'] = dict((each.number, each) for each in fields)
    return type(name, (Message,), members)


class Message(object):
    """A message; its class comes from `message`."""

    _fields = ()
    _by_number = {}

    def __init__(self, **values):
        for each in self._fields:
            if each.repeated:
                setattr(self, each.name, [])
        for name in values:
            setattr(self, name, values[name])

    def has(self, name):
        """Whether the field has been set."""
        return bool(self.__dict__.get(name)) if isinstance(self.__dict__.get(name), list) else name in self.__dict__

    def SerializeToString(self):
        """The message as bytes."""
        out = []
        self._write(out)
        return b''.join(out)

    def ParseFromString(self, data):
        """Replaces what is there by what the bytes say. DecodeError when they are no such message."""
        self.__dict__.clear()
        self.__init__()
        self._read(memoryview(data), 0, 0, 0)

    def _write(self, out):
        for each in self._fields:
            if each.name in self.__dict__:
                value = self.__dict__[each.name]
                for one in value if each.repeated else (value,):
                    _write_value(out, each, one)

    def _read(self, data, at, group_number, depth):
        """Reads fields up to the end of the bytes, or of the group; returns where that is."""
        if depth > _DEPTH:
            raise DecodeError('messages are nested too deeply')
        end = len(data)
        while at < end:
            tag, at = _read_varint(data, at)
            number, wire = tag >> 3, tag & 7
            if wire == _END:
                if number != group_number:
                    raise DecodeError('a group ends that was not begun')
                return at
            known = self._by_number.get(number)
            if known is None or known.kind.wire != wire:
                at = _skip(data, at, number, wire, depth)
                continue
            value, at = _read_value(data, at, known.kind, number, depth)
            if known.repeated:
                getattr(self, known.name).append(value)
            else:
                setattr(self, known.name, value)
        if group_number:
            raise DecodeError('a group has no end')
        return at


def varint(number):
    """A number as protobuf writes it; negative ones as 64 bits."""
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7f:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _write_value(out, known, value):
    kind = known.kind
    out.append(known.tag)
    if kind.wire == _BEGIN:
        value._write(out)
        out.append(varint(known.number << 3 | _END))
        return
    encoded = kind.encode(value)
    if kind.wire == _VARINT:
        encoded = varint(encoded)
    elif kind.wire == _LENGTH:
        out.append(varint(len(encoded)))
    out.append(encoded)


def _read_value(data, at, kind, number, depth):
    if kind.wire == _BEGIN:
        value = kind.inner()
        return value, value._read(data, at, number, depth + 1)
    if kind.wire == _VARINT:
        value, at = _read_varint(data, at)
        return kind.decode(value), at
    piece, at = _piece(data, at, kind.wire)
    if kind.inner is None:
        return kind.decode(piece.tobytes()), at
    value = kind.inner()
    value._read(piece, 0, 0, depth + 1)
    return value, at


def _piece(data, at, wire):
    length, at = _read_varint(data, at) if wire == _LENGTH else (_SIZES[wire], at)
    if at + length > len(data):
        raise DecodeError('the message is cut off')
    return data[at:at + length], at + length


def _read_varint(data, at):
    number = shift = 0
    for byte in bytearray(data[at:at + 10].tobytes()):
        at += 1
        number |= (byte & 0x7f) << shift
        if byte < 0x80:
            return number & (1 << 64) - 1, at
        shift += 7
    raise DecodeError('a number has no end')


def _skip(data, at, number, wire, depth):
    if wire == _VARINT:
        return _read_varint(data, at)[1]
    if wire == _BEGIN:
        return Message()._read(data, at, number, depth + 1)
    if wire in (_LENGTH, _EIGHT, _FOUR):
        return _piece(data, at, wire)[1]
    raise DecodeError('there is no wire type %d' % wire)
