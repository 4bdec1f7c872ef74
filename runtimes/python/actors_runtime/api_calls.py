"""API calls of the running requests: frames out from any thread, replies in any order.

There is no reading thread. Of the threads that wait for replies one reads for all; when its own reply is there, another takes over.
"""
from __future__ import absolute_import

import select
import threading

from google.appengine.runtime import apiproxy_errors

from . import deadlines, exact, frames
from .compat import clock
from .context import current

DEFAULT_DEADLINE_SECONDS = 60.0
# The silo keeps the deadline; only when it fails to answer does the worker give up, so much later.
_GRACE_SECONDS = 1.0
# How soon a reading thread notices that its request has ended without it.
_POLL_SECONDS = 0.5
_RPC_ERRORS = {
    1: apiproxy_errors.CallNotFoundError, 2: apiproxy_errors.ArgumentError, 4: apiproxy_errors.OverQuotaError,
    5: apiproxy_errors.RequestTooLargeError, 6: apiproxy_errors.CapabilityDisabledError, 7: apiproxy_errors.FeatureNotEnabledError,
    9: apiproxy_errors.ResponseTooLargeError, 10: apiproxy_errors.CancelledError, 12: apiproxy_errors.DeadlineExceededError,
}
_CANCELLED = (2, 10, u'The request has ended.', b'')
_GIVEN_UP = (2, 10, u'The app has cancelled it.', b'')
_TOO_LATE = (2, 12, u'The API call was not answered in time.', b'')


def start(service, method, request, deadline=None):
    """Sends a call of the running request and returns it; `result` waits for it. Deadline in seconds, 60 by default."""
    state = current.request
    if state is None or state.closed:
        raise apiproxy_errors.RPCFailedError('%s.%s was called outside a request.' % (service, method))
    seconds = DEFAULT_DEADLINE_SECONDS if deadline is None else max(0.0, float(deadline))
    section = deadlines.enter()
    try:
        return state.connection.api.start(exact.native(service), exact.native(method), exact.binary(request), seconds, state)
    finally:
        if section is not None:
            deadlines.leave(section)


# The ApiCalls of every connection that has had a request and is open.
_every = []


def cancel_all():
    """Every call that is under way, whichever request's, has failed: CancelledError."""
    for calls in list(_every):
        calls.cancel()


class ApiCall(object):
    """One call: sent, and answered some time."""

    def __init__(self, calls, number, service, method, seconds, state):
        self._calls = calls
        self._state = state
        self.number = number
        self.service = service
        self.method = method
        self.give_up = clock() + seconds + _GRACE_SECONDS
        self.reply = None

    @property
    def done(self):
        """Whether the reply is there."""
        return self.reply is not None

    def wait(self, seconds=None):
        """Returns when the reply is there, the deadline is over or the request has ended; or when so much time is over, and then it can be waited for again."""
        self._calls.wait(self, seconds)

    def result(self):
        """The response's bytes; raises what App Engine's API raises."""
        self.wait()
        outcome, code, detail, response = self.reply
        if outcome == 0:
            return response
        detail = str(detail) if isinstance(detail, str) else detail.encode('utf-8')
        if outcome == 1:
            raise apiproxy_errors.ApplicationError(code, detail)
        message = 'The API call %s.%s() failed: %s' % (self.service, self.method, detail or 'no reason was given')
        raise _RPC_ERRORS.get(code, apiproxy_errors.RPCFailedError)(message)


class ApiCalls(object):
    """The calls on one request connection."""

    def __init__(self, connection):
        self._connection = connection
        self._changed = threading.Condition()
        self._pending = {}
        self._last = 0
        self._reading = False
        self._poll = None
        _every.append(self)

    def cancel(self):
        """Those that nobody has answered fail."""
        with self._changed:
            for call in list(self._pending.values()):
                self._settle(call, _GIVEN_UP)
            self._changed.notify_all()

    def close(self):
        """The connection is closed."""
        if self in _every:
            _every.remove(self)

    def start(self, service, method, request, seconds, state):
        with self._changed:
            self._last += 1
            call = ApiCall(self, self._last, service, method, seconds, state)
            self._pending[call.number] = call
        self._connection.send(frames.encode(frames.API_CALL, (call.number, service, method, request, int(seconds * 1000))))
        return call

    def wait(self, call, seconds=None):
        if call.reply is not None:
            return
        section = deadlines.enter()
        try:
            self._connection.before_waiting()
            self._wait(call, None if seconds is None else clock() + seconds, section)
        finally:
            if section is not None:
                deadlines.leave(section)

    def _wait(self, call, end, section):
        most = _POLL_SECONDS if section is None else deadlines.LOOK_SECONDS
        with self._changed:
            while call.reply is None:
                if section is not None and section.due:
                    return
                left = call.give_up - clock()
                if left <= 0:
                    self._settle(call, _TOO_LATE)
                    return
                if call._state.closed:
                    self._settle(call, _CANCELLED)
                    return
                if end is not None:
                    left = min(left, end - clock())
                    if left <= 0:
                        return
                if self._reading:
                    self._changed.wait(left if section is None else min(left, most))
                else:
                    self._reading = True
                    self._changed.release()
                    reply = None
                    try:
                        reply = self._read(min(left, most))
                    finally:
                        self._changed.acquire()
                        self._reading = False
                        self._deliver(reply)
                        self._changed.notify_all()

    def end_request(self):
        """Called when the request's response is about to be sent: calls that nobody answered end now."""
        if not self._pending:
            return
        with self._changed:
            for call in list(self._pending.values()):
                self._settle(call, _CANCELLED)
            self._changed.notify_all()
            while self._reading:
                self._changed.wait()

    def _read(self, seconds):
        """The next frame, or None when none comes in time. At the end of the stream every call has failed."""
        if not self._connection.reader.has_bytes:
            if self._poll is None:
                self._poll = select.poll()
                self._poll.register(self._connection, select.POLLIN)
            try:
                if not self._poll.poll(seconds * 1000):
                    return None
            except select.error:
                return None
        frame = self._connection.reader.read()
        return frame if frame is not None else (None, None)

    def _deliver(self, frame):
        if frame is None:
            return
        kind, value = frame
        if kind == frames.API_REPLY:
            call = self._pending.get(value[0])
            if call is not None:
                self._settle(call, tuple(value[1:]))
        else:
            for call in list(self._pending.values()):
                self._settle(call, _CANCELLED)

    def _settle(self, call, reply):
        if call.reply is None:
            call.reply = reply
        self._pending.pop(call.number, None)
