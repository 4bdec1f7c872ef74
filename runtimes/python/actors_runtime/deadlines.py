"""The end of a request's time: DeadlineExceededError in that request's own thread, once, when the silo says so.

The silo keeps the clock; the worker's main thread strikes. Where an exception may land anywhere it is raised asynchronously; in a section, which is code of ours
that must not be cut in the middle, the section itself raises it at its end. Waits are sections: the strike wakes them.

Locks of the standard library are taken and given back in Python, which must not be cut either: the lock would stay taken, and whoever wants it next would wait
for ever. The same holds for our own code. While the thread is there, the strike waits: it is tried again at each look.

Strike and request are in different threads and share no lock: each first says what it does, then looks at what the other has said.

    strike   struck = True;      is the request still there? is it in a section?      told = True
    enter    shielded = True;    struck? then what was raised lands here, before the section
    leave    shielded = False;   struck? then wait for told, and raise if the section was hit
    finish   shielded = True;    struck? then wait for told, and take back what has not landed: the thread's next request is not to be hit
"""
from __future__ import absolute_import

import ctypes
import sys
import threading
import time

from google.appengine.runtime import DeadlineExceededError

from .compat import PY2, acquire, clock, low_level_thread
from .context import current

# What waits without a waker looks so often whether it has been struck.
LOOK_SECONDS = 0.1
# Shorter sleeps are not worth a section: the exception lands after them.
_SHORT_SECONDS = 0.05
_LONG_SECONDS = 1e6
# 2.7 looks for what was raised asynchronously once in a hundred instructions.
_LANDING = 200

# What takes locks in Python and does not stay there for long, but for waits, which are sections.
_LOCKING_MODULES = frozenset((
    'threading', 'Queue', 'queue', 'logging', 'importlib._bootstrap', 'concurrent.futures._base', 'concurrent.futures.thread', 'multiprocessing.pool'))
_OURS = __name__.rpartition('.')[0] + '.'
# Of ours, but as good as the app's own.
_lockless = set()

_sleep = time.sleep
_get_ident = low_level_thread.get_ident
_allocate_lock = low_level_thread.allocate_lock
_ERROR = ctypes.py_object(DeadlineExceededError)
_NOTHING = ctypes.c_void_p(None)
# Made in the base zygote: prototypes cost each worker memory otherwise.
_raise_in = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.py_object)(('PyThreadState_SetAsyncExc', ctypes.pythonapi))
# 2.7 switches threads after so many more instructions; from 3 on after a time that a strike does not last.
_instructions_left = ctypes.c_int.in_dll(ctypes.pythonapi, '_Py_Ticker') if PY2 else None
_ENOUGH = 10000
_take_back = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p)(('PyThreadState_SetAsyncExc', ctypes.pythonapi))


class Waiter(object):
    """A wait that ends once, by whoever is first: what is waited for, or the strike."""

    __slots__ = ('_lock',)

    def __init__(self):
        self._lock = _allocate_lock()
        self._lock.acquire()

    def release(self):
        """Ends the wait. Its name is that of a lock's, because conditions call it."""
        try:
            self._lock.release()
        except (RuntimeError, low_level_thread.error):
            pass  # Somebody was first.

    def wait(self, seconds):
        """Whether it was ended within the time; None is for ever."""
        if seconds is None:
            return self._lock.acquire()
        return self._lock.acquire(False) or seconds > 0 and acquire(self._lock, min(seconds, _LONG_SECONDS))


def strike(connection, number):
    """In the main thread: the time of a connection's request of this number is over. Nothing when it has ended, or has not begun. False when it is to be tried
    again."""
    if not PY2:
        return _strike(connection, number)
    _instructions_left.value = _ENOUGH  # What is seen is still so when the exception is raised.
    try:
        return _strike(connection, number)
    finally:
        _instructions_left.value = 0


def _strike(connection, number):
    request = connection.request
    if request is None or request.number != number or request.struck:
        return True
    if not request.shielded and _is_at_a_lock(connection.thread.ident):
        return False
    request.struck = True
    try:
        if connection.request is not request:
            return True
        if request.shielded:
            request.due = True
            waiter = request.waiter
            if waiter is not None:
                waiter.release()
        else:
            _raise_in(connection.thread.ident, _ERROR)
    finally:
        request.told = True
    return True


def _is_at_a_lock(ident):
    """Whether a thread runs code that may be about to take a lock, or to give it back."""
    frame = sys._current_frames().get(ident)
    while frame is not None and frame.f_code in _lockless:
        frame = frame.f_back
    name = frame.f_globals.get('__name__') if frame is not None else None
    return name in _LOCKING_MODULES or isinstance(name, str) and name.startswith(_OURS)


def raise_in(ident, kind):
    """Raises an exception of this kind in a thread that no strike can hit."""
    _raise_in(ident, ctypes.py_object(kind))


def enter(waiter=None):
    """Begins a section of the request's own thread; the strike ends `waiter`. Returns what `leave` takes, or None where no strike can hit: outside requests, in
    other threads of theirs, within a section."""
    request = current.request
    if request is None or request.shielded or request.connection.thread.ident != _get_ident():
        return None
    request.waiter = waiter
    request.shielded = True
    if request.struck:
        try:
            _let_land(request)
        except DeadlineExceededError:
            request.shielded = False
            raise
    return request


def leave(request):
    """Ends a section; raises DeadlineExceededError when it was struck."""
    request.waiter = None
    request.shielded = False
    if request.struck:
        _await_told(request)
        if request.due:
            request.due = False
            raise DeadlineExceededError('The request has exceeded its deadline.')


def finish(request):
    """For a struck request, after `shielded` was set for good: from here on nothing lands."""
    _await_told(request)
    _take_back(request.connection.thread.ident, _NOTHING)


def _await_told(request):
    while not request.told:
        _sleep(0)


def _let_land(request):
    _await_told(request)
    for _ in range(_LANDING):
        pass


def install():
    """Makes sleeps and waits of the standard library wake at the deadline."""
    time.sleep = _waking_sleep()
    condition = threading._Condition if PY2 else threading.Condition
    condition.wait = _waking_wait(condition.wait, '_Condition__waiters' if PY2 else '_waiters')
    if not PY2:  # There it waits for a condition.
        threading.Thread.join = _waking_join(threading.Thread.join)


def _waking_sleep():
    def sleep(seconds):
        if current.request is None or type(seconds) not in (int, float) or not _SHORT_SECONDS < seconds < _LONG_SECONDS:
            return _sleep(seconds)
        waiter = Waiter()
        request = enter(waiter)
        if request is None:
            return _sleep(seconds)
        try:
            request.connection.before_waiting()
            waiter.wait(seconds)
        finally:
            leave(request)

    _lockless.add(sleep.__code__)
    sleep.__doc__ = _sleep.__doc__
    return sleep


def _waking_wait(original, waiters_name):
    def wait(self, timeout=None, *more):
        if current.request is None or not self._is_owned():
            return original(self, timeout, *more)
        waiter = Waiter()
        request = enter(waiter)
        if request is None:
            return original(self, timeout, *more)
        try:
            waiters = getattr(self, waiters_name)
            waiters.append(waiter)
            saved = self._release_save()
            ended = False
            try:
                ended = waiter.wait(timeout)
            finally:
                self._acquire_restore(saved)
                if not ended or request.due:
                    try:
                        waiters.remove(waiter)
                    except ValueError:
                        pass
            return None if PY2 else ended
        finally:
            leave(request)

    wait.__doc__ = original.__doc__
    return wait


def _waking_join(original):
    def join(self, timeout=None):
        request = None if current.request is None else enter()
        if request is None:
            return original(self, timeout)
        try:
            end = None if timeout is None else clock() + timeout
            while True:
                original(self, LOOK_SECONDS if end is None else max(0.0, min(LOOK_SECONDS, end - clock())))
                if request.due or not self.is_alive() or end is not None and clock() >= end:
                    return None
        finally:
            leave(request)

    join.__doc__ = original.__doc__
    return join
