"""The hot path: what a request thread does while it leads.

1. wait for connections with something to read
2. read a REQUEST frame   3. find the handler and run it   4. wait for its threads   5. send one RESPONSE frame

See leading.py for how the lead passes from thread to thread.
"""
from __future__ import absolute_import

import sys

from google.appengine.runtime import DeadlineExceededError

from . import deadlines, failures, frames, logs, threads
from .compat import clock, low_level_thread, thread_cpu_us
from .context import RequestState, current

_allocate_lock = low_level_thread.allocate_lock


class RequestThread(object):
    """One thread that answers requests."""

    def __init__(self, worker, leading):
        self.connection = None
        self.ident = None
        self.lead = []  # Holds the lead while this thread leads and is in a request.
        self.asked = _allocate_lock()
        self.asked.acquire()
        self._worker = worker
        self._leading = leading

    def run(self):
        """The thread. Returns when no connection is left."""
        self.ident = low_level_thread.get_ident()
        while self._serve():
            self._leading.follow(self)

    def pass_on(self):
        """Gives the lead to another thread, if this one has it."""
        self._leading.pass_on(self)

    def _serve(self):
        """Leads: true when the lead is gone, false when no connection is left."""
        leading = self._leading
        used = thread_cpu_us()
        while True:
            ready = leading.wait()                                                      # 1
            if ready is None:
                return False
            began = clock()
            for connection in ready:
                leading.begin(self, connection)
                used = self._answer(connection, used)
                ended = clock()
                if not leading.end(self, ended - began):
                    return True
                began = ended

    def _answer(self, connection, used):
        """Answers one request, or closes the connection when there is nothing more to answer. Returns the thread's processor time."""
        try:
            frame = connection.reader.read()                                            # 2
            while frame is not None and frame[0] != frames.REQUEST:
                if not connection.reader.has_bytes:
                    return used
                frame = connection.reader.read()  # That was a reply to an API call whose request has ended.
            if frame is not None:
                connection.incoming = frame[1]
                frame = None
                connection.busy = True
                if not self._worker.stopping:
                    return self._run(connection, used)
        except (OSError, IOError):
            pass  # The silo has closed it.
        except ValueError as error:
            logs.add(logs.CRITICAL, 'A request connection broke the protocol: %s' % error)
        connection.busy = False
        self._leading.close(connection)
        return used

    def _run(self, connection, used):
        _, script, environ, body = connection.incoming
        connection.incoming = None  # Nothing keeps a large body longer than its handler does.
        current.request = request = RequestState(environ, connection)
        try:
            connection.request = request  # From here on its deadline may strike.
            status, headers, content, error = self._worker.handlers.answer(script, environ, body)  # 3
            request.shielded = True
            if request.struck:
                deadlines.finish(request)
        except DeadlineExceededError:  # It landed on the way back.
            request.shielded = True
            status, headers, content, error = failures.respond(failures.OVERDUE, sys.exc_info())
        del environ, body
        if request.threads is not None or request.work is not None:
            threads.join(request)                                                       # 4
        if current.partial is not None:
            logs.flush_partial()
        lines = logs.finish(request) if request.lines else ()
        request.closed = True
        connection.api.end_request()
        now = thread_cpu_us()
        connection.respond(status, headers, content, lines, error, now - used)          # 5
        current.request = connection.request = None
        connection.busy = False
        return now
