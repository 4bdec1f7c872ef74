"""The messages of the urlfetch service: App Engine's names and numbers; those from 1000 on are ours and only sent by `outbound`."""
from __future__ import absolute_import

from .compat import PY2, text_type
from .protobuf import BOOL, BYTES, DOUBLE, INT, TEXT, field, group, message

SERVICE = 'urlfetch'
METHODS = {'GET': 1, 'POST': 2, 'HEAD': 3, 'PUT': 4, 'DELETE': 5, 'PATCH': 6}
(INVALID_URL, FETCH_ERROR, UNSPECIFIED_ERROR, RESPONSE_TOO_LARGE, DEADLINE_EXCEEDED, SSL_CERTIFICATE_ERROR, DNS_ERROR, CLOSED, INTERNAL_TRANSIENT_ERROR,
 TOO_MANY_REDIRECTS, MALFORMED_REPLY, CONNECTION_ERROR, PAYLOAD_TOO_LARGE) = range(1, 14)

Header = message('Header', field(4, 'Key', TEXT), field(5, 'Value', TEXT))
FetchRequest = message(
    'FetchRequest', field(1, 'Method', INT), field(2, 'Url', TEXT), field(3, 'header', group(Header), repeated=True), field(6, 'Payload', BYTES),
    field(7, 'FollowRedirects', BOOL, default=True), field(8, 'Deadline', DOUBLE), field(9, 'MustValidateServerCertificate', BOOL, default=True),
    field(1000, 'AsSent', BOOL), field(1001, 'OtherMethod', TEXT), field(1002, 'TlsName', TEXT), field(1003, 'Ticket', TEXT))
FetchResponse = message(
    'FetchResponse', field(1, 'Content', BYTES, default=b''), field(2, 'StatusCode', INT), field(3, 'header', group(Header), repeated=True),
    field(6, 'ContentWasTruncated', BOOL, default=False), field(7, 'ExternalBytesSent', INT), field(8, 'ExternalBytesReceived', INT),
    field(9, 'FinalUrl', TEXT), field(10, 'ApiCpuMilliseconds', INT, default=0), field(11, 'ApiBytesSent', INT, default=0),
    field(12, 'ApiBytesReceived', INT, default=0), field(1000, 'Reason', TEXT, default=''))
CancelRequest = message('CancelRequest', field(1, 'Ticket', TEXT))


def header(name, value):
    """A Header; bytes are the ones to send (Latin-1), as HTTP has them."""
    return Header(Key=_to_wire(name), Value=_to_wire(value))


def native(text):
    """A header's name or value as str: on 2.7 the bytes that the server sent."""
    return text.decode('utf-8').encode('latin-1', 'replace') if PY2 else text


def _to_wire(value):
    if isinstance(value, text_type):
        return value
    return value.decode('latin-1') if isinstance(value, bytes) else text_type(value)
