"""Reads HTTP/1 requests out of the bytes that a client sends."""
from __future__ import absolute_import

import errno
import re

from .errors import error

#: Most bytes of a request's head.
MAX_HEAD = 256 << 10
_REQUEST_LINE = re.compile(br"^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (\S+) HTTP/1\.([01])$")
_BEGINNING = re.compile(br"^[!#$%&'*+\-.^_`|~0-9A-Za-z]*( |$)")
_LINE_END = re.compile(br'\r?\n')
_HEAD_END = re.compile(br'\r?\n\r?\n')
_TLS_HANDSHAKE = 0x16


class Request(object):
    """A request: method and target as str, headers as [(name, value)] of bytes, and the body."""

    def __init__(self, method, target, minor, headers):
        self.method, self.target, self.headers = method, target, headers
        self.body = b''
        wishes = self.value(b'connection').lower()
        self.keeps_alive = b'close' not in wishes if minor == b'1' else b'keep-alive' in wishes
        self.expects_continue = self.value(b'expect').lower() == b'100-continue'

    def value(self, name):
        """The first header of this (lower case) name, or nothing."""
        for each, value in self.headers:
            if each.lower() == name:
                return value
        return b''


class RequestReader(object):
    """Takes bytes, gives requests. `beginning` is the request whose body is not complete yet."""

    def __init__(self, max_body):
        self._max_body = max_body
        self._data = bytearray()
        self._body = None
        self._size = 0
        self._left = None  # Bytes of the body, or of its chunk, that are to come; None: a chunk's size line comes next.
        self._chunked = False
        self.beginning = None

    @property
    def is_empty(self):
        """Whether nothing waits for its rest."""
        return not self._data and self.beginning is None

    def feed(self, data):
        self._data += data

    def next(self):
        """A request that is complete, or None. socket.error for what is not HTTP."""
        if self.beginning is None and not self._begin():
            return None
        if not (self._take_chunks() if self._chunked else self._take(self._left)):
            return None
        request, self.beginning = self.beginning, None
        request.body = b''.join(self._body)
        return request

    def _begin(self):
        end = _HEAD_END.search(self._data)
        if end is None:
            if self._data:
                _refuse_others(self._data)
            if len(self._data) > MAX_HEAD:
                raise error(errno.ENOBUFS, 'The head of the request is larger than %d bytes.' % MAX_HEAD)
            return False
        lines = _LINE_END.split(bytes(self._data[:end.start()]))
        del self._data[:end.end()]
        found = _REQUEST_LINE.match(lines[0])
        if found is None:
            raise _not_http()
        method, target, minor = found.groups()
        request = Request(method.decode('latin-1') if str is not bytes else method, target.decode('latin-1') if str is not bytes else target, minor,
                          [_header(line) for line in lines[1:]])
        self._body, self._size, self._left = [], 0, None
        self._chunked = request.value(b'transfer-encoding').lower() == b'chunked'
        if not self._chunked:
            self._left = _length(request.value(b'content-length'))
        self.beginning = request
        return True

    def _take(self, count):
        """Takes bytes of the body; whether they are all there."""
        taken = min(count, len(self._data))
        self._size += taken
        if self._size > self._max_body or count > self._max_body:
            raise error(errno.ENOBUFS, 'The body of the request is larger than %d bytes.' % self._max_body)
        if taken:
            self._body.append(bytes(self._data[:taken]))
            del self._data[:taken]
        self._left = count - taken
        return self._left == 0

    def _take_chunks(self):
        while True:
            if self._left is None:
                line = _LINE_END.search(self._data)
                if line is None:
                    return False
                text = bytes(self._data[:line.start()]).split(b';')[0].strip()
                try:
                    size = int(text, 16)
                except ValueError:
                    raise error(errno.EINVAL, 'A chunk of the request has no size.')
                if size == 0:
                    return self._take_trailers(line.start())
                del self._data[:line.end()]
                self._left = size
            if not self._take(self._left):
                return False
            line = _LINE_END.match(self._data)
            if line is None:
                return False
            del self._data[:line.end()]
            self._left = None

    def _take_trailers(self, at):
        end = _HEAD_END.search(self._data, at)
        if end is None:
            return False
        del self._data[:end.end()]
        return True


def _header(line):
    name, colon, value = line.partition(b':')
    if not colon or name != name.strip():
        raise error(errno.EINVAL, 'A header of the request cannot be read.')
    return name, value.strip()


def _length(text):
    if not text:
        return 0
    if not text.isdigit():
        raise error(errno.EINVAL, 'The Content-Length of the request is no number.')
    return int(text)


def _refuse_others(data):
    if data[0] == _TLS_HANDSHAKE:
        raise error(errno.EPROTONOSUPPORT, "TLS is done by the platform: wrap the socket with an ssl.SSLContext's wrap_socket, other ways to do TLS cannot be used here.")
    line = _LINE_END.search(data)
    if not _BEGINNING.match(data) or (line is not None and not _REQUEST_LINE.match(bytes(data[:line.start()]))):
        raise _not_http()


def _not_http():
    return error(errno.EPROTONOSUPPORT, 'Only HTTP goes out of here: what was sent is not an HTTP/1 request.')
