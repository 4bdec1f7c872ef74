"""Frames: five bytes of header (length and kind), then one object in marshal format version 2. See ../../PROTOCOL.md."""
from __future__ import absolute_import

import marshal
import struct

from .compat import PY2

REQUEST, RESPONSE, API_CALL, API_REPLY = 1, 2, 3, 4
STOP, DEADLINE, SHOW, PRELOAD, START = 16, 17, 18, 19, 20
READY, LOG, BYTECODE, MODULES, SHOWN, PRELOADED = 32, 33, 34, 35, 36, 37
ZYGOTE_READY, SPAWN, SPAWNED, SPAWN_FAILED, WATCHED, EXITED, KILL, SANDBOX, PREPARED = 64, 65, 66, 67, 68, 69, 70, 71, 72

HEADER = struct.Struct('<IB')
HEADER_SIZE = HEADER.size
MAX_BODY = 40 << 20
MARSHAL_VERSION = 2
_BUFFER_SIZE = 16 << 10


def encode(kind, value):
    """One frame as bytes. The value must be of exact built-in types: see `exact`."""
    body = marshal.dumps(value, MARSHAL_VERSION)
    return HEADER.pack(len(body), kind) + body


class FrameReader(object):
    """Reads frames from a blocking socket; one thread at a time."""

    def __init__(self, receive_into):
        self._receive_into = receive_into
        self._buffer = bytearray(_BUFFER_SIZE)
        self._view = memoryview(self._buffer)
        self._start = 0
        self._end = 0

    @property
    def has_bytes(self):
        """Whether bytes are waiting here, so that asking the kernel would be wrong."""
        return self._end > self._start

    def read(self, unpack=HEADER.unpack_from, loads=marshal.loads):
        """The next frame as (kind, value); None at the end of the stream."""
        if self._end == self._start:
            received = self._receive_into(self._buffer)
            # The usual case: the buffer holds exactly one frame, which nobody else looks at.
            if received >= HEADER_SIZE:
                length, kind = unpack(self._buffer)
                if received == length + HEADER_SIZE:
                    return kind, loads(self._slice(HEADER_SIZE, received))
            if not received:
                return None
            self._start = 0
            self._end = received
        if not self._fill(HEADER_SIZE):
            return None
        length, kind = unpack(self._buffer, self._start)
        if length > MAX_BODY:
            raise ValueError('a frame of %d bytes, more than %d' % (length, MAX_BODY))
        if HEADER_SIZE + length > _BUFFER_SIZE:
            return self._read_large(kind, length)
        if not self._fill(HEADER_SIZE + length):
            return None
        first = self._start + HEADER_SIZE
        value = loads(self._slice(first, first + length))
        self._start = first + length
        if self._start == self._end:
            self._start = self._end = 0
        return kind, value

    if PY2:
        def _slice(self, start, end):
            return buffer(self._buffer, start, end - start)  # noqa: F821
    else:
        def _slice(self, start, end):
            return self._view[start:end]

    def _fill(self, count):
        """Has `count` bytes from the start on in the buffer, or returns False at the end of the stream."""
        while self._end - self._start < count:
            if self._start:
                rest = self._end - self._start
                self._buffer[:rest] = self._buffer[self._start:self._end]
                self._start, self._end = 0, rest
            received = self._receive_into(self._view[self._end:])
            if not received:
                return False
            self._end += received
        return True

    def _read_large(self, kind, length):
        body = bytearray(length)
        have = self._end - self._start - HEADER_SIZE
        body[:have] = self._view[self._start + HEADER_SIZE:self._end]
        self._start = self._end = 0
        view = memoryview(body)
        while have < length:
            received = self._receive_into(view[have:])
            if not received:
                return None
            have += received
        return kind, marshal.loads(buffer(body) if PY2 else view)  # noqa: F821
