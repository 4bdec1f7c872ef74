"""Puts all of it below the standard library: done once in the base zygote, so that workers share the memory; without effect until `activate`."""
from __future__ import absolute_import

import socket

from ..compat import PY2
from . import names, sockets

try:
    import ssl
    from . import tls
except ImportError:
    ssl = tls = None  # An interpreter built without it.

_TYPE_MASK = 0xf  # SOCK_NONBLOCK and SOCK_CLOEXEC are above.
_active = []


def activate():
    """From now on this process reaches the world through the silo."""
    _active.append(True)


def install():
    _patch_names()
    _patch_sockets()
    if ssl is not None:
        _patch_tls()


def _is_ours(family, kind):
    return bool(_active) and family in (-1, socket.AF_INET, socket.AF_INET6) and (kind == -1 or kind & _TYPE_MASK == socket.SOCK_STREAM)


def _patch_names():
    original = socket.getaddrinfo

    def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
        return (names.addresses if _active else original)(host, port, family, type, proto, flags)

    socket.getaddrinfo = getaddrinfo


if PY2:
    def _patch_sockets():
        original = socket._realsocket

        def make(family=socket.AF_INET, type=socket.SOCK_STREAM, proto=0):
            if _is_ours(family, type):
                return sockets.OutboundSocket(family, proto)
            return original(family, type, proto)

        socket._realsocket = make

    def _patch_tls():
        original_of_context, original = ssl.SSLContext.wrap_socket, ssl.wrap_socket

        def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None):
            if sockets.outbound(sock) is not None:
                return tls.wrap_with_context(self, sock, server_side, server_hostname)
            return original_of_context(self, sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname)

        def wrap_socket_alone(sock, keyfile=None, certfile=None, server_side=False, cert_reqs=ssl.CERT_NONE, *rest, **more):
            if sockets.outbound(sock) is not None:
                return tls.wrap_without_context(sock, cert_reqs)
            return original(sock, keyfile, certfile, server_side, cert_reqs, *rest, **more)

        ssl.SSLContext.wrap_socket = wrap_socket
        ssl.wrap_socket = wrap_socket_alone
else:
    def _patch_sockets():
        base = socket.socket
        original = base.__new__

        def make(cls, family=-1, type=-1, proto=-1, fileno=None, *rest, **more):
            if cls is base and fileno is None and _is_ours(family, type):
                return sockets.OutboundSocket.__new__(sockets.OutboundSocket)
            return original(cls)

        base.__new__ = staticmethod(make)

    def _patch_tls():
        original = ssl.SSLContext.wrap_socket

        def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None, session=None):
            if sockets.outbound(sock) is not None:
                return tls.wrap_with_context(self, sock, server_side, server_hostname)
            return original(self, sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname, session)

        ssl.SSLContext.wrap_socket = wrap_socket
