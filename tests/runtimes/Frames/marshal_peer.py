"""The other side of the frame tests: writes random values for C# to read, reads what C# wrote. Values travel with a line of text that says what they are."""
from __future__ import absolute_import

import binascii
import marshal
import os
import random
import struct
import sys

PY2 = sys.version_info[0] == 2
TEXT = type(u'')
INTEGERS = (int, long) if PY2 else (int,)  # noqa: F821
if PY2:
    range = xrange  # noqa: F821

sys.path.insert(0, sys.argv[1])
from actors_runtime import exact  # noqa: E402


class Str(str):
    pass


class Text(TEXT):
    pass


class Int(int):
    pass


def plain(value):
    """The value in exact types, strings by the worker's own means."""
    if isinstance(value, (list, tuple)):
        return type(value)([plain(each) for each in value])
    if isinstance(value, dict):
        return dict((plain(name), plain(each)) for name, each in value.items())
    if isinstance(value, TEXT):
        return exact.text(value)
    if isinstance(value, str):
        return exact.native(value)
    if isinstance(value, Int):
        return int(value) + 0
    return value


def canonical(value):
    if value is None:
        return 'N'
    if value is True or value is False:
        return 'T' if value else 'F'
    if isinstance(value, INTEGERS):
        return 'i%d' % value
    if isinstance(value, float):
        return 'f' + binascii.hexlify(struct.pack('>d', value)).decode('ascii')
    if isinstance(value, TEXT):
        return 'u' + binascii.hexlify(value.encode('utf-8')).decode('ascii')
    if isinstance(value, bytes):
        return 'b' + binascii.hexlify(value).decode('ascii')
    if isinstance(value, tuple):
        return '(' + ''.join(canonical(each) + ',' for each in value) + ')'
    if isinstance(value, list):
        return '[' + ''.join(canonical(each) + ',' for each in value) + ']'
    return '{' + ','.join(sorted(canonical(name) + ':' + canonical(each) for name, each in value.items())) + '}'


def random_text(source):
    points = [source.choice((source.randrange(32, 127), source.randrange(0, 256), source.randrange(0x400, 0xd800))) for _ in range(source.randrange(12))]
    return u''.join(chr(each) if not PY2 else unichr(each) for each in points)  # noqa: F821


def random_value(source, depth=0):
    kind = source.randrange(9 if depth > 5 else 13)
    if kind == 0:
        return source.choice((None, True, False))
    if kind == 1:
        return source.choice((0, 1, -1, 2 ** 31 - 1, -2 ** 31, 2 ** 31, 2 ** 63 - 1, -2 ** 63, source.getrandbits(62), Int(source.getrandbits(20))))
    if kind == 2:
        return struct.unpack('<d', struct.pack('<Q', source.getrandbits(64)))[0] if source.random() < 0.5 else source.uniform(-1e9, 1e9)
    if kind in (3, 4):
        return random_text(source)
    if kind == 5:
        return bytes(bytearray(source.getrandbits(8) for _ in range(source.randrange(300))))
    if kind == 6:
        return Text(random_text(source))
    if kind == 7:
        return Str('subclass %d' % source.randrange(5))
    if kind == 8:
        shared = source.choice(SHARED)
        return [shared, shared, (shared, shared)]
    count = source.randrange(6)
    if kind in (9, 10):
        items = [random_value(source, depth + 1) for _ in range(count)]
        return items if kind == 9 else tuple(items)
    return dict((source.choice((random_text(source), source.getrandbits(30), source.choice(SHARED))), random_value(source, depth + 1)) for _ in range(count))


def write(seed, count, out):
    source = random.Random(seed)
    for _ in range(count):
        value = plain(random_value(source))
        body, line = marshal.dumps(value, 2), canonical(value).encode('ascii')
        out.write(struct.pack('<ii', len(body), len(line)) + body + line)


def read(data, out):
    position = 0
    while position < len(data):
        length, = struct.unpack_from('<i', data, position)
        position += 4
        out.write(canonical(marshal.loads(data[position:position + length])).encode('ascii') + b'\n')
        position += length


SHARED = [(intern if PY2 else sys.intern)(each) for each in ('alpha', 'beta', 'gamma')]  # noqa: F821

with os.fdopen(1, 'wb') as output:
    if sys.argv[2] == 'write':
        write(int(sys.argv[3]), int(sys.argv[4]), output)
    else:
        with os.fdopen(0, 'rb') as given:
            read(given.read(), output)
