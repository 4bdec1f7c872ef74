"""What an app holds instead of a TCP socket. On 3 it is a `socket.socket`; on 2.7, where that class is a shell around `_sock`, it is what is in the shell."""
from __future__ import absolute_import

import errno
import socket

from ..compat import PY2, text_type
from .conversation import Conversation
from .errors import error

_shell = socket.socket  # Before anything is patched.
_pair = socket.socketpair


class _Signal(object):
    """A descriptor for `select` and its like, readable when the conversation is. Made when it is first asked for."""

    def __init__(self, conversation):
        self._conversation = conversation
        self._pair = None
        self._is_set = False

    def fileno(self):
        if self._pair is None:
            self._pair = _pair()
        self.update()
        return self._pair[0].fileno()

    def update(self):
        if self._pair is None or self._is_set == self._conversation.readable:
            return
        self._is_set = not self._is_set
        if self._is_set:
            self._pair[1].send(b'!')
        else:
            self._pair[0].recv(1)

    def close(self):
        pair, self._pair = self._pair, None
        for each in pair or ():
            each.close()


class _Methods(object):
    """A stream socket's methods over a conversation."""

    def _open(self, family, proto, conversation):
        self._family, self._proto = socket.AF_INET if family == -1 else family, max(proto, 0)
        self._timeout = socket.getdefaulttimeout()
        self._conversation = conversation
        self._signal = _Signal(conversation)

    family = property(lambda self: self._family)
    type = property(lambda self: socket.SOCK_STREAM)
    proto = property(lambda self: self._proto)
    timeout = property(lambda self: self._timeout)

    def connect(self, address):
        """Remembers the address; the silo connects with the first request."""
        host, port = address[0], address[1]
        if self._conversation.address is not None:
            raise error(errno.EISCONN, 'The socket is connected already.')
        if not 0 <= port <= 65535:
            raise OverflowError('port must be 0-65535.')
        self._conversation.address = (host.decode('ascii') if isinstance(host, bytes) and not PY2 else str(host)), port

    def connect_ex(self, address):
        try:
            self.connect(address)
        except socket.error as failure:
            return failure.errno
        return 0

    def send(self, data, flags=0):
        if isinstance(data, text_type) and PY2:
            data = data.encode('ascii')
        count = len(data) if PY2 else memoryview(data).nbytes
        try:
            self._alive().write(data, self._timeout)
        finally:
            self._signal.update()
        return count

    def sendall(self, data, flags=0):
        self.send(data)

    def sendto(self, data, *rest):
        raise error(errno.EISCONN, 'A stream has one address to send to.')

    def recv(self, count, flags=0):
        return self._read(count, flags).tobytes()

    def recv_into(self, buffer, nbytes=0, flags=0):
        target = memoryview(buffer)
        if not PY2:
            target = target.cast('B')
        data = self._read(nbytes or len(target), flags)
        target[:len(data)] = data if not PY2 else data.tobytes()
        return len(data)

    def recvfrom(self, count, flags=0):
        return self.recv(count, flags), None

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        return self.recv_into(buffer, nbytes, flags), None

    def _read(self, count, flags):
        if flags:
            raise error(errno.EOPNOTSUPP, 'Flags of recv cannot be used here.')
        try:
            return self._alive().read(count, self._timeout)
        finally:
            self._signal.update()

    def bind(self, address):
        raise error(errno.EACCES, 'An app cannot listen, nor choose where its requests come from: the platform makes its connections.')

    def listen(self, backlog=0):
        raise error(errno.EACCES, 'An app cannot listen: requests come to it from the platform.')

    accept = dup = lambda self: self.listen()

    def settimeout(self, seconds):
        if seconds is not None:
            seconds = float(seconds)
            if seconds < 0:
                raise ValueError('Timeout value out of range')
        self._timeout = seconds

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout != 0

    def setsockopt(self, *option):
        """There is nothing to set."""

    def getsockopt(self, level, option, size=0):
        value = socket.SOCK_STREAM if (level, option) == (socket.SOL_SOCKET, socket.SO_TYPE) else 0
        return value if not size else b'\0' * size

    def getpeername(self):
        if self._alive().address is None:
            raise error(errno.ENOTCONN, 'The socket is not connected.')
        return self._in_family(*self._conversation.address)

    def getsockname(self):
        return self._in_family('0.0.0.0' if self._family == socket.AF_INET else '::', 0)

    def _in_family(self, host, port):
        return (host, port) if self._family == socket.AF_INET else (host, port, 0, 0)

    def fileno(self):
        return -1 if self._conversation is None else self._signal.fileno()

    def shutdown(self, how):
        if self._alive().address is None:
            raise error(errno.ENOTCONN, 'The socket is not connected.')
        if how != socket.SHUT_WR:
            self._conversation.end()
        self._signal.update()

    def _alive(self):
        if self._conversation is None:
            raise error(errno.EBADF, 'The socket is closed.')
        return self._conversation

    def _end(self):
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            self._signal.close()

    def _release(self):
        """Gives the conversation to another socket, which replaces this one."""
        conversation, self._conversation = self._conversation, None
        self._signal.close()
        return conversation


if PY2:
    class OutboundSocket(_Methods):
        """What a `socket.socket` of 2.7 keeps in `_sock`. That lets go of it when it is closed; a file that was made of it may go on."""

        def __init__(self, family, proto, conversation=None):
            self._open(family, proto, conversation or Conversation())

        def close(self):
            self._end()

    def outbound(sock):
        """The OutboundSocket behind a socket, or None."""
        inner = getattr(sock, '_sock', None)
        return inner if isinstance(inner, OutboundSocket) else None
else:
    class OutboundSocket(_Methods, _shell):
        """A `socket.socket` without a descriptor of its own."""

        def __init__(self, family=-1, type=-1, proto=-1, fileno=None, conversation=None):
            self._io_refs = 0  # These two are what `makefile` counts with.
            self._closed = False
            self._open(family, proto, conversation or Conversation())

        def _real_close(self):
            self._end()

        def detach(self):
            raise error(errno.EOPNOTSUPP, 'The socket has no descriptor of its own that could be detached.')

        def sendmsg(self, buffers, *rest):
            return self.send(b''.join(buffers))

        def sendfile(self, file, offset=0, count=None):
            return self._sendfile_use_send(file, offset, count)

        def get_inheritable(self):
            return False

        def __repr__(self):
            return '<%s to %s>' % (self.__class__.__name__, self._conversation and self._conversation.address)

    def outbound(sock):
        """The OutboundSocket that a socket is, or None."""
        return sock if isinstance(sock, OutboundSocket) else None
