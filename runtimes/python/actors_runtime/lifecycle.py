"""The end of an instance, and its background threads: what the platform asks of the runtime itself, in requests that only it can make.

    :stop        the flag is up, the shutdown hook runs, the answer says that it has
    :background  one background thread, whose request this is: os.environ, log and API calls are the request's, which ends with the thread
    :start ...   the app's own script, which may run for hours: its log lines do not wait for its end

A background thread is a thread like any other, started in its own request. So Thread's own bookkeeping (join, is_alive, names) holds on every Python; the price
is that the request's own thread does nothing but wait for it.
"""
from __future__ import absolute_import

import atexit
import signal
import sys
import threading

from . import deadlines, failures, logs
from .compat import PY2, clock, low_level_thread
from .context import current

STOP, BACKGROUND, START = ':stop', ':background', ':start '
PLATFORM_ADDRESS = '0.1.0.3'
# How long the code that wants a thread and the request for it wait for each other.
PAIRING_SECONDS = 30.0
_allocate_lock = low_level_thread.allocate_lock


class _Life(object):
    """Of this process; one of each."""

    ending = False
    hook = None

    def __init__(self):
        self.background = []      # The BackgroundRuns that have begun.
        self.signal_handlers = {}  # What the app has set in threads where Python does not let it.


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


def install():
    """Lets apps of python3 handle SIGTERM: where they come from their modules are imported in the main thread, here in a request's."""
    if PY2:
        return
    set_signal, get_signal = signal.signal, signal.getsignal

    def signal_(signalnum, handler):
        if threading.current_thread() is threading.main_thread():
            return set_signal(signalnum, handler)
        if not callable(handler) and handler not in (signal.SIG_DFL, signal.SIG_IGN):
            raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
        former = getsignal(signalnum)
        life.signal_handlers[int(signalnum)] = handler
        return former

    def getsignal(signalnum):
        return life.signal_handlers[int(signalnum)] if int(signalnum) in life.signal_handlers else get_signal(signalnum)

    signal_.__doc__, getsignal.__doc__ = set_signal.__doc__, get_signal.__doc__
    signal.signal, signal.getsignal = signal_, getsignal


def end_process():
    """The last that runs, in the main thread: the hook where /_ah/stop did not come; on python3 what SIGTERM and an exit bring about. Never raises."""
    steps = [begin_end]
    if not PY2:
        handler = life.signal_handlers.get(int(signal.SIGTERM))
        if callable(handler):
            steps.append(lambda: handler(int(signal.SIGTERM), None))
        steps.append(atexit._run_exitfuncs)
    for step in steps:
        try:
            step()
        except SystemExit:
            pass
        except BaseException:  # noqa: B902
            logs.add(logs.ERROR, failures.describe(sys.exc_info()))
    logs.flush_partial()


class AtOnce(object):
    """A handler whose log lines do not wait for its end."""

    def __init__(self, handler):
        self._handler = handler
        self.path = handler.path

    def run(self, environ, body):
        current.request.at_once = True
        return self._handler.run(environ, body)


class _StopHandler(object):
    path = ''

    def run(self, environ, body):
        if environ.get('REMOTE_ADDR') != PLATFORM_ADDRESS:
            return failures.not_found('Only the platform stops instances.')
        current.request.at_once = True  # The hook's lines are in the log also when its answer is in none any more.
        try:
            begin_end()
        except BaseException:
            _pass_on(sys.exc_info()[0])
            raise
        return 200, failures.TEXT_HEADERS, b'ok', failures.OK


def _pass_on(kind):
    """What a hook raises is raised in the background threads too: they end, whatever they do."""
    for run in list(life.background):
        run.interrupt(kind)


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

    def interrupt(self, kind):
        """Raises an exception of this kind in the thread."""
        ident = self._thread.ident
        if ident is not None and self._run is not None:
            deadlines.raise_in(ident, kind)

    def serve(self, request):
        """In its request: starts the thread and waits for its end. Returns the response."""
        self._thread.run = self._run_and_tell
        try:
            threading.Thread.start(self._thread)
        except BaseException as error:
            self.refusal = error
            self.started.set()
            raise
        life.background.append(self)
        self.started.set()
        request.connection.before_waiting()
        self._ended.acquire()
        life.background.remove(self)
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
