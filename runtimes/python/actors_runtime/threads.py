"""Threads and pool work started in a request: they see the request (os.environ, log, API calls) and end before its response is sent.

1. A thread started in a request belongs to it, daemon or not, and is joined.
2. A pool's own threads belong to nobody; the work given to a pool in a request belongs to that request, and is waited for.
3. A daemon thread that waits for an item in an empty queue.Queue once the handler has returned is idle, and is let go.
4. Nothing is waited for longer than JOIN_SECONDS: then a warning names the threads and the response is sent. What still runs belongs to no request.
"""
from __future__ import absolute_import

import sys
import threading
import traceback

from . import logs
from .compat import PY2, acquire, clock, low_level_thread
from .context import current

# App Engine's deadline for a user's request.
JOIN_SECONDS = 60.0
_FIRST_LOOK_SECONDS = 0.02
_LOOK_SECONDS = 0.05
_MOST_NAMES = 20

# Whose frames are between a thread and what it waits for.
_WAITING_MODULES = ('threading', 'actors_runtime.deadlines')

# The original: what it starts belongs to no request, and to the app it is not one of its threads.
start_own_thread = low_level_thread.start_new_thread
_allocate_lock = low_level_thread.allocate_lock
_get_ident = low_level_thread.get_ident
_start_error = low_level_thread.error if PY2 else RuntimeError
# How many threads there may be in the worker: one number, or nothing for no limit. Reached before the kernel's ceiling for memory, because a thread that has no
# memory left in the middle of its start leaves the one that started it waiting for ever.
most = []
# Functions that pools run in their own threads; filled by pools.install.
pool_loops = set()


class Awaited(object):
    """Something of a request that ends some time."""

    name = ''

    def __init__(self):
        self._lock = _allocate_lock()
        self._lock.acquire()

    def finish(self):
        """Called once, at the end."""
        self._lock.release()

    def wait(self, seconds):
        """Whether it ends within the time."""
        if not (self._lock.acquire(False) or seconds > 0 and acquire(self._lock, seconds)):
            return False
        self._lock.release()
        return True


class ThreadRecord(Awaited):
    """A thread of a request."""

    def __init__(self, function):
        super(ThreadRecord, self).__init__()
        self.thread = getattr(function, '__self__', None)
        self.ident = None

    @property
    def name(self):
        return getattr(self.thread, 'name', None) or 'thread %s' % self.ident

    @property
    def daemon(self):
        return bool(getattr(self.thread, 'daemon', True))


def install():
    """Makes every way to start a thread hand on the request."""
    def start_new_thread(function, args, kwargs=None):
        _refuse_too_many()
        record, function, args, kwargs = _inheriting(function, args, kwargs)
        return _started(record, start_own_thread, function, args, kwargs)

    low_level_thread.start_new_thread = low_level_thread.start_new = start_new_thread
    threading._start_new_thread = start_new_thread
    if hasattr(low_level_thread, 'start_joinable_thread'):
        original = low_level_thread.start_joinable_thread

        def start_joinable_thread(function, *options, **named):
            _refuse_too_many()
            record, function, args, kwargs = _inheriting(function, (), None)
            target = function if record is None else lambda: function(*args, **kwargs)
            return _started(record, original, target, *options, **named)

        low_level_thread.start_joinable_thread = threading._start_joinable_thread = start_joinable_thread


def _refuse_too_many():
    if most and low_level_thread._count() >= most[0]:
        raise _start_error("can't start new thread")


def _inheriting(function, args, kwargs):
    request = current.request
    if request is None or request.closed or _is_pool_thread(function):
        return None, function, args, kwargs or {}
    record = ThreadRecord(function)
    if request.threads is None:
        request.threads = []
    request.threads.append(record)
    return record, _run, (request, record, function, args, kwargs or {}), {}


def _started(record, start, *args, **kwargs):
    try:
        return start(*args, **kwargs)
    except BaseException:
        if record is not None:
            record.finish()
        raise


def _is_pool_thread(function):
    thread = getattr(function, '__self__', None)
    if not isinstance(thread, threading.Thread):
        return False
    target = getattr(thread, '_Thread__target' if PY2 else '_target', None)
    return getattr(target, '__func__', target) in pool_loops


def _run(request, record, function, args, kwargs):
    record.ident = _get_ident()
    current.request = request
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException:
        logs.add(logs.ERROR, u'Unhandled exception in a thread\n' + logs.exact_text(traceback.format_exc()))
    finally:
        logs.flush_partial()
        current.request = None
        record.finish()


def join(request):
    """Returns when the request's threads and pool work have ended, are idle, or the time is over."""
    end = clock() + JOIN_SECONDS
    wait = _FIRST_LOOK_SECONDS
    while True:
        waiting = _unfinished(request)
        if not waiting:
            return
        request.connection.before_waiting()
        waiting.reverse()
        # One after the other, from the first: to look at all of them each time one has ended takes minutes where there are thousands.
        while waiting:
            left = end - clock()
            if left <= 0 or request.struck:
                _tell_left_over(request, waiting)
                return
            if waiting[-1].wait(min(wait, left)):
                waiting.pop()
            elif _are_idle(waiting):
                return
            else:
                wait = _LOOK_SECONDS


def _tell_left_over(request, waiting):
    names = sorted(each.name for each in waiting if not each.wait(0))
    shown = ', '.join(names[:_MOST_NAMES]) + (' and %d more' % (len(names) - _MOST_NAMES) if len(names) > _MOST_NAMES else '')
    why = 'longer than the deadline' if request.struck else 'longer than %d s' % JOIN_SECONDS
    logs.add(logs.WARNING, 'The response did not wait %s for: %s' % (why, shown), limited=False)


def _unfinished(request):
    """What has not ended. Threads may start others meanwhile, so the lists are read anew each time."""
    return [each for each in list(request.threads or ()) + list(request.work or ()) if not each.wait(0)]


def _are_idle(waiting):
    frames = sys._current_frames()
    return all(each.wait(0) or _is_idle(each, frames) for each in waiting)


def _is_idle(record, frames):
    """Whether a daemon thread is parked in the `get` of an empty queue: nobody in the request is left to feed it."""
    if not isinstance(record, ThreadRecord) or not record.daemon or record.ident is None:
        return False
    from .pools import queue_get
    frame = frames.get(record.ident)
    for _ in range(8):
        if frame is None:
            return False
        if frame.f_code is queue_get:
            waited_for = frame.f_locals.get('self')
            return waited_for is not None and not waited_for._qsize()
        if frame.f_globals.get('__name__') not in _WAITING_MODULES:
            return False
        frame = frame.f_back
    return False
