"""`socket.getaddrinfo` without a resolver: a name stands for itself, and the silo resolves it when it connects."""
from __future__ import absolute_import

import socket

from ..compat import PY2, text_type

_PORTS = {'http': 80, 'https': 443}
_original = socket.getaddrinfo


def addresses(host, port, family=0, type=0, proto=0, flags=0):
    """As getaddrinfo; for a name one entry, whose address has the name in the place of the number."""
    if isinstance(host, bytes) and not PY2:
        host = host.decode('ascii')
    if host is None or _is_number(host):
        return _original(host, _port(port), family, type, proto, flags)
    if type not in (0, socket.SOCK_STREAM) or family not in (0, socket.AF_INET, socket.AF_INET6) or flags & socket.AI_NUMERICHOST:
        raise socket.gaierror(socket.EAI_NONAME, 'The name %s cannot be resolved here: the platform does it, for HTTP only.' % host)
    name = host.encode('idna').decode('ascii') if isinstance(host, text_type) else host
    address = (str(name), _port(port))
    if family == socket.AF_INET6:
        address += (0, 0)
    return [(family or socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, str(name) if flags & socket.AI_CANONNAME else '', address)]


def _port(port):
    if port is None:
        return 0
    if isinstance(port, bytes) and not PY2:
        port = port.decode('ascii')
    if isinstance(port, (str, text_type)):
        if port not in _PORTS and not port.isdigit():
            raise socket.gaierror(socket.EAI_SERVICE, 'The service %s is not known here; give its number.' % port)
        return _PORTS.get(port) or int(port)
    return port


def _is_number(host):
    try:
        _original(host, 0, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
        return True
    except (socket.gaierror, UnicodeError):
        return False
