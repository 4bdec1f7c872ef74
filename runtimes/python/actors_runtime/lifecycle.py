"""The end of an instance, and its background threads: what the platform asks of the runtime itself, in requests that only it can make.

    :stop        the flag is up, the shutdown hook runs, the answer says that it has
    :background  one background thread, whose request this is: os.environ, log and API calls are the request's, which ends with the thread

A background thread is a thread like any other, started in its own request. So Thread's own bookkeeping (join, is_alive, names) holds on every Python; the price
is that the request's own thread does nothing but wait for it.
"""
from __future__ import absolute_import

import sys
import threading

from . import failures, logs
from .compat import clock, low_level_thread
from .context import current

STOP, BACKGROUND = ':stop', ':background'
PLATFORM_ADDRESS = '0.1.0.3'
# How long the code that wants a thread and the request for it wait for each other.
PAIRING_SECONDS = 30.0
_allocate_lock = low_level_thread.allocate_lock


class _Life(object):
    """Of this process; one of each."""

    ending = False
    hook = None


life = _Life()


def set_shutdown_hook(hook):
    """The function that is called, without arguments, when the instance is about to end; None for none. Returns the former one."""
    if hook is not None and not callable(hook):
        raise TypeError('hook must be callable, not %s' % type(hook).__name__)
    former, life.hook = life.hook, hook
    return former


def begin_end():
    """The instance ends: says so to who asks, and runs the hook, once."""
    life.ending = True
    hook, life.hook = life.hook, None
    if hook is not None:
        hook()


class _StopHandler(object):
    path = ''

    def run(self, environ, body):
        if environ.get('REMOTE_ADDR') != PLATFORM_ADDRESS:
            return failures.not_found('Only the platform stops instances.')
        current.request.at_once = True  # The hook's lines are in the log also when its answer is in none any more.
        begin_end()
        return 200, failures.TEXT_HEADERS, b'ok', failures.OK


class _Pairing(object):
    """The code that wants a thread on one side, the request for it on the other, in whichever order they come."""

    def __init__(self):
        self._changed = threading.Condition()
        self._threads = {}

    def offer(self, ticket, thread):
        """The thread runs when its request comes."""
        with self._changed:
            self._threads[ticket] = thread
            self._changed.notify_all()

    def withdraw(self, ticket):
        """Nobody waits any more. Whether the request had not come."""
        with self._changed:
            return self._threads.pop(ticket, None) is not None

    def take(self, ticket):
        """In the request: the thread that it is for, or None when nobody wants it."""
        with self._changed:
            end = clock() + PAIRING_SECONDS
            while ticket not in self._threads and clock() < end:
                self._changed.wait(end - clock())
            return self._threads.pop(ticket, None)


pairing = _Pairing()


class BackgroundRun(object):
    """From the wish for a background thread to its end."""

    def __init__(self, thread):
        self._thread = thread
        self._run = thread.run
        self._ended = _allocate_lock()
        self._ended.acquire()
        self._error = None
        self.started = threading.Event()
        self.refusal = None

    def serve(self, request):
        """In its request: starts the thread and waits for its end. Returns the response."""
        self._thread.run = self._run_and_tell
        try:
            threading.Thread.start(self._thread)
        except BaseException as error:
            self.refusal = error
            self.started.set()
            raise
        self.started.set()
        request.connection.before_waiting()
        self._ended.acquire()
        if self._error is None:
            return 200, failures.TEXT_HEADERS, b'ok', failures.OK
        request.at_once = False  # The traceback stands with the request in the log.
        error, self._error = self._error, None
        return failures.respond(failures.APP_FAILURE, error)

    def _run_and_tell(self):
        try:
            self._run()
        except SystemExit:
            pass
        except BaseException:  # noqa: B902 - DeadlineExceededError is one.
            self._error = sys.exc_info()
        finally:
            self._run = None
            logs.flush_partial()
            self._ended.release()


class _BackgroundHandler(object):
    path = ''

    def run(self, environ, body):
        if environ.get('REMOTE_ADDR') != PLATFORM_ADDRESS:
            return failures.not_found('Only the platform starts background threads.')
        request = current.request
        request.at_once = True  # A thread may run for days: its lines do not wait for its end.
        run = pairing.take(environ.get('HTTP_X_APPENGINE_BACKGROUNDREQUEST', ''))
        if run is None:
            logs.add(logs.WARNING, 'Nobody waits for this background thread any more.')
            return 500, failures.TEXT_HEADERS, b'', failures.APP_FAILURE
        return run.serve(request)


def handlers():
    """Script -> handler: what every worker answers by itself."""
    return {STOP: _StopHandler(), BACKGROUND: _BackgroundHandler()}
