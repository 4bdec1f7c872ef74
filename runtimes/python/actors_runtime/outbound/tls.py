"""What an app holds instead of an `ssl.SSLSocket`. TLS is done in the silo, which verifies the server's certificate unless the client's context says not to."""
from __future__ import absolute_import

import socket
import ssl

from ..compat import PY2
from .sockets import OutboundSocket, outbound, _shell


class _TlsMethods(object):
    """What an SSLSocket has beyond a socket."""

    server_side = False
    session = None
    session_reused = False

    def _secure(self, conversation, context, server_hostname, verifies):
        self._talk = conversation
        self.context, self.server_hostname, self._verifies = context, server_hostname, verifies
        conversation.tls = server_hostname, verifies

    def read(self, len=1024, buffer=None):
        return self.recv(len) if buffer is None else self.recv_into(buffer, len)

    def write(self, data):
        return self.send(data)

    def do_handshake(self, block=False):
        """The silo does it."""

    def getpeercert(self, binary_form=False):
        """The name that the certificate is verified for, in the shape of a certificate; nothing when none is. The silo has the rest."""
        if binary_form:
            raise ssl.SSLError(1, "The server's certificate is not known here: the platform does TLS, and verifies it.")
        if not self._verifies:
            return {}
        name = self.server_hostname or self._talk.address[0]
        return {'subject': ((('commonName', name),),), 'subjectAltName': (('IP Address' if _is_address(name) else 'DNS', name),)}

    def version(self):
        return 'TLSv1.2'

    def pending(self):
        return self._talk.pending

    def unwrap(self):
        raise ssl.SSLError(1, 'TLS cannot be ended here: the platform does it.')

    selected_alpn_protocol = selected_npn_protocol = cipher = compression = shared_ciphers = lambda self: None

    def get_channel_binding(self, cb_type='tls-unique'):
        return None


if PY2:
    class TlsSocket(_TlsMethods, _shell):
        """A socket whose bytes the silo sends over TLS."""

        def __init__(self, inner, context, server_hostname, verifies):
            conversation = inner._release()
            replacement = OutboundSocket(inner.family, inner.proto, conversation)
            replacement.settimeout(inner.gettimeout())
            _shell.__init__(self, _sock=replacement)
            self._secure(conversation, context, server_hostname, verifies)
else:
    class TlsSocket(_TlsMethods, OutboundSocket):
        """A socket whose bytes the silo sends over TLS."""

        def __init__(self, inner, context, server_hostname, verifies):
            conversation = inner._release()
            OutboundSocket.__init__(self, inner.family, proto=inner.proto, conversation=conversation)
            self.settimeout(inner.gettimeout())
            self._secure(conversation, context, server_hostname, verifies)


def wrap_with_context(context, sock, server_side, server_hostname):
    """`SSLContext.wrap_socket`."""
    if server_side:
        raise ValueError('An app cannot listen: there is no server side of TLS here.')
    if context.check_hostname and not server_hostname:
        raise ValueError('check_hostname requires server_hostname')
    return _wrap(sock, context, server_hostname, context.verify_mode != ssl.CERT_NONE)


def wrap_without_context(sock, cert_reqs):
    """`ssl.wrap_socket`, which does not know the server's name."""
    return _wrap(sock, None, None, cert_reqs != ssl.CERT_NONE)


def _wrap(sock, context, server_hostname, verifies):
    if isinstance(server_hostname, bytes) and not PY2:
        server_hostname = server_hostname.decode('ascii')
    return TlsSocket(outbound(sock), context, server_hostname, verifies)


def _is_address(name):
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, name)
            return True
        except (socket.error, ValueError):
            pass
    return False
