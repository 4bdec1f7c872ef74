"""One connection as the silo's urlfetch sees it: requests in, service calls out, responses back as bytes.

1. bytes are sent until a request is complete      2. its call starts, and sending waits for it up to the socket's time-out: what a real socket would say
while it connects is said there      3. reading waits for the rest of the time, counted from 2, and then gets the response's bytes

The call is made by the thread that sends, so it belongs to that thread's request, and no other thread is needed.
"""
from __future__ import absolute_import

import errno
import itertools
import re

from google.appengine.runtime import apiproxy_errors

from .. import api_calls
from .. import urlfetch_messages as messages
from ..compat import clock
from . import errors
from .requests import RequestReader

# The silo has a limit of its own, which may be lower, for the body and for the time.
_MAX_BODY = 32 << 20
_LONGEST_SECONDS = 600.0
_NO_BODY = (204, 304)
_NO_LENGTH = (100, 101, 204)
_ABSOLUTE = re.compile('^[a-zA-Z][a-zA-Z0-9+.-]*://')
_tickets = itertools.count(1)


class Conversation(object):
    """Requests and responses with one host."""

    def __init__(self):
        self.address = None  # (host, port), once connected.
        self.tls = None      # (name to verify, whether to verify), once TLS has been asked for.
        self._reader = RequestReader(_MAX_BODY)
        self._call = None    # (ApiCall, Request, ticket, started)
        self._pieces = []    # What is to be read.
        self._error = None   # What sending and reading raise from now on.
        self._ended = False  # No more responses: reading gives the end of the stream.
        self._answered = False

    @property
    def readable(self):
        """Whether reading gives something, or waits for nothing but the silo."""
        return bool(self._pieces or self._call or self._error or self._ended or self._expects_continue)

    @property
    def _expects_continue(self):
        return self._reader.beginning is not None and self._reader.beginning.expects_continue

    @property
    def pending(self):
        """How many bytes can be read at once."""
        return sum(len(piece) for piece in self._pieces)

    def write(self, data, timeout):
        """Takes what a client sends. Errors of connecting are raised here, when the request is complete."""
        if self.address is None:
            raise errors.error(errno.ENOTCONN, 'The socket is not connected.')
        if self._error is not None:
            raise self._error
        if self._ended:
            raise errors.error(errno.EPIPE, 'The connection is closed.')
        self._reader.feed(data)
        if self._call is None and self._start_next():
            self._settle(timeout)
        if self._error is not None and errors.is_of_connecting(self._error):
            raise self._error

    def read(self, count, timeout):
        """Up to this many bytes, as a memoryview; none at the end of the stream."""
        while not self._pieces:
            if self._call is not None:
                if not self._settle(timeout):
                    self.give_up()
                    self._error = errors.timed_out()
            elif self._error is not None:
                raise self._error
            elif self._ended:
                break
            elif self._expects_continue:
                self._reader.beginning.expects_continue = False
                self._pieces.append(memoryview(b'HTTP/1.1 100 Continue\r\n\r\n'))
            elif self._answered and self._reader.is_empty:
                self._ended = True  # As a server that closes an idle connection.
            elif timeout == 0:
                raise errors.error(errno.EAGAIN, 'There is nothing to read yet.')
            else:
                raise errors.error(errno.EPROTONOSUPPORT, 'Only HTTP goes out of here: nothing can be read before a whole HTTP request has been sent.')
        if not self._pieces:
            return memoryview(b'')
        piece = self._pieces[0]
        if len(piece) > count:
            self._pieces[0] = piece[count:]
            return piece[:count]
        del self._pieces[0]
        if not self._pieces and self._call is None and not self._ended and self._error is None:
            self._start_next()
        return piece

    def end(self):
        """No more responses are wanted."""
        self._ended = True
        self.give_up()

    def give_up(self):
        """Tells the silo that nobody waits for the running call any more."""
        call, self._call = self._call, None
        if call is None or call[0].done:
            return
        try:
            api_calls.start(messages.SERVICE, 'Cancel', messages.CancelRequest(Ticket=call[2]).SerializeToString())
        except apiproxy_errors.Error:
            pass  # Its request has ended, and the call with it.

    def _start_next(self):
        """Starts the call of the next request that is complete; whether there is one."""
        try:
            request = self._reader.next()
            if request is None:
                return False
            message = self._message(request)
            call = api_calls.start(messages.SERVICE, 'Fetch', message.SerializeToString(), _LONGEST_SECONDS)
        except apiproxy_errors.Error as failure:
            self._error = errors.of_call(failure)
            return False
        except EnvironmentError as failure:
            self._error = failure
            return False
        self._call = call, request, message.Ticket, clock()
        return True

    def _settle(self, timeout):
        """Waits for the reply, at most so long after the call's start; whether it is there. Fills what is to be read."""
        call, request, _, started = self._call
        try:
            call.wait(None if not timeout else max(0.0, started + timeout - clock()))
        except BaseException:  # The request's own deadline: its response is not to wait for this.
            self.give_up()
            raise
        if not call.done:
            return False
        self._call = None
        response = messages.FetchResponse()
        try:
            response.ParseFromString(call.result())
        except apiproxy_errors.Error as failure:
            self._error = errors.of_call(failure)
            return True
        self._answered = True
        if response.ContentWasTruncated:
            self._error = errors.error(errno.EMSGSIZE, 'The response is larger than the platform takes: %d bytes.' % len(response.Content))
            return True
        self._ended = not request.keeps_alive
        self._pieces.extend(memoryview(piece) for piece in (_head(response, request), response.Content) if piece)
        return True

    def _message(self, request):
        if request.method.upper() == 'CONNECT' or _ABSOLUTE.match(request.target):
            raise errors.error(errno.EOPNOTSUPP, 'HTTP proxies cannot be used here: the platform connects to the host itself.')
        if not request.target.startswith('/'):
            raise errors.error(errno.EINVAL, 'The target %s of the request is no path.' % request.target)
        host, port = self.address
        message = messages.FetchRequest(
            Method=messages.METHODS.get(request.method, 1), Url='%s://%s:%d%s' % (
                'https' if self.tls else 'http', '[%s]' % host if ':' in host else host, port, request.target),
            FollowRedirects=False, Deadline=_LONGEST_SECONDS, AsSent=True, Ticket='%d' % next(_tickets))
        if request.method not in messages.METHODS:
            message.OtherMethod = request.method
        if request.body:
            message.Payload = request.body
        if self.tls:
            name, message.MustValidateServerCertificate = self.tls
            if name and name != host:
                message.TlsName = name
        message.header.extend(messages.header(name, value) for name, value in request.headers)
        return message


def _head(response, request):
    """The response's head as a server would send it: the length is that of the body which the silo has read."""
    status = response.StatusCode
    has_body = request.method != 'HEAD' and status not in _NO_BODY and status >= 200
    # Without a body the length says what a GET would bring; 204 has none to say.
    keeps_length = not has_body and status not in _NO_LENGTH
    lines = ['HTTP/1.1 %d %s' % (status, messages.native(response.Reason))]
    for each in response.header:
        if keeps_length or each.Key.lower() != 'content-length':
            lines.append('%s: %s' % (messages.native(each.Key), messages.native(each.Value)))
    if has_body:
        lines.append('Content-Length: %d' % len(response.Content))
    if not request.keeps_alive:
        lines.append('Connection: close')
    head = '\r\n'.join(lines) + '\r\n\r\n'
    return head if isinstance(head, bytes) else head.encode('latin-1', 'replace')
