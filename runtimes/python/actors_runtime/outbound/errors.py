"""What goes wrong, as the errors that sockets raise."""
from __future__ import absolute_import

import errno
import socket

from google.appengine.runtime import apiproxy_errors

from .. import urlfetch_messages as messages

_NUMBERS = {
    messages.INVALID_URL: errno.EINVAL, messages.FETCH_ERROR: errno.EACCES, messages.RESPONSE_TOO_LARGE: errno.EMSGSIZE, messages.CLOSED: errno.ECONNRESET,
    messages.MALFORMED_REPLY: errno.EPROTO, messages.CONNECTION_ERROR: errno.ECONNREFUSED,
    messages.PAYLOAD_TOO_LARGE: errno.ENOBUFS,
}
# A real socket tells these when somebody reads; all others when it connects or sends.
_WHILE_READING = (errno.EMSGSIZE, errno.ECONNRESET, errno.EPROTO)


def error(number, sentence):
    """A socket.error, on 3 of the subclass that belongs to the number."""
    return socket.error(number, sentence)


def timed_out():
    return socket.timeout('timed out')


def is_of_connecting(failure):
    """Whether a real socket would tell this error while it connects or sends."""
    return not isinstance(failure, socket.timeout) and failure.errno not in _WHILE_READING


def of_call(failure):
    """The error for a call that failed."""
    if isinstance(failure, apiproxy_errors.DeadlineExceededError):
        return timed_out()
    if not isinstance(failure, apiproxy_errors.ApplicationError):
        return error(errno.EIO, str(failure))
    code, sentence = failure.application_error, failure.error_detail or 'The fetch failed with the code %d.' % failure.application_error
    if code == messages.DEADLINE_EXCEEDED:
        return timed_out()
    if code == messages.DNS_ERROR:
        return socket.gaierror(socket.EAI_NONAME, sentence)
    if code == messages.SSL_CERTIFICATE_ERROR:
        import ssl
        return getattr(ssl, 'SSLCertVerificationError', ssl.SSLError)(1, sentence)
    return error(_NUMBERS.get(code, errno.EIO), sentence)
