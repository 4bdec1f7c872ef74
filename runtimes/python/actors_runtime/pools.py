"""Pools: what is submitted in a request runs as part of that request, in whichever of the pool's threads. See threads.py, rule 2."""
from __future__ import absolute_import

import multiprocessing.pool
import threading

try:
    import queue
except ImportError:
    import Queue as queue
try:
    import concurrent.futures.thread as futures_thread
except ImportError:
    futures_thread = None  # 2.7, unless the app brings the backport: its threads are joined like any other.

from . import logs, threads
from .compat import PY2
from .context import current

if not PY2:
    from multiprocessing import queues

queue_get = queue.Queue.get.__func__.__code__ if PY2 else queue.Queue.get.__code__


class _Work(threads.Awaited):
    """An item of work of a request: ends when it has run, or never will."""

    name = 'work in a thread pool'

    def __init__(self, request, function):
        super(_Work, self).__init__()
        self.request = request
        self.function = function
        self._unfinished = [True]
        _expect(request, self)

    def __call__(self, *args, **kwargs):
        before = current.request
        current.request = self.request
        try:
            return self.function(*args, **kwargs)
        finally:
            logs.flush_partial()
            current.request = before
            self.finish()

    def finish(self, _=None):
        """May be called again: to run ends it, and so does its future, which may never run. Only the first counts, as whoever waits may have the lock by then."""
        try:
            self._unfinished.pop()
        except IndexError:
            return
        super(_Work, self).finish()


class _InRequest(object):
    """The function of a ThreadPool's call: runs as part of the request, which waits for each run that has begun."""

    def __init__(self, request, function):
        self.request = request
        self.function = function

    def __call__(self, *args, **kwargs):
        if self.request.closed:
            return self.function(*args, **kwargs)
        return _Work(self.request, self.function)(*args, **kwargs)


class _Result(object):
    """A ThreadPool's result that nobody may have waited for."""

    name = _Work.name

    def __init__(self, result):
        self._result = result

    def wait(self, seconds):
        if not self._result.ready() and seconds > 0:
            self._result.wait(seconds)
        return self._result.ready()


def _expect(request, awaited):
    if request.work is None:
        request.work = []
    request.work.append(awaited)


def install():
    """Makes the standard library's thread pools hand on the request."""
    _install_thread_pool(multiprocessing.pool)
    if futures_thread is not None:
        _install_executor(futures_thread)


def _install_executor(module):
    threads.pool_loops.add(module._worker)
    original = module.ThreadPoolExecutor.submit

    def submit(self, *args, **kwargs):
        request = current.request
        if request is None or request.closed or not args:
            return original(self, *args, **kwargs)
        work = _Work(request, args[0])
        try:
            future = original(self, work, *args[1:], **kwargs)
        except BaseException:
            work.finish()
            raise
        future.add_done_callback(work.finish)
        return future

    submit.__doc__ = original.__doc__
    module.ThreadPoolExecutor.submit = submit


class _ThreadsOnly(object):
    """What a ThreadPool needs of multiprocessing: its queue is between threads, and semaphores between processes cannot be had in the sandbox."""

    Lock = staticmethod(threading.Lock)

    def SimpleQueue(self):
        return queues.SimpleQueue(ctx=self)


def _install_thread_pool(module):
    pool = module.ThreadPool
    if not PY2:
        def init(self, processes=None, initializer=None, initargs=()):
            module.Pool.__init__(self, processes, initializer, initargs, context=_ThreadsOnly())

        init.__doc__ = pool.__init__.__doc__
        pool.__init__ = init
    threads.pool_loops.add(module.worker)
    for name in ('_handle_workers', '_handle_tasks', '_handle_results'):
        loop = getattr(module.Pool, name)
        threads.pool_loops.add(getattr(loop, '__func__', loop))

    def handing_on(name):
        original = getattr(pool, name)

        def call(self, func, *args, **kwargs):
            request = current.request
            if request is None or request.closed or isinstance(func, _InRequest):
                return original(self, func, *args, **kwargs)
            result = original(self, _InRequest(request, func), *args, **kwargs)
            if name.endswith('_async'):
                _expect(request, _Result(result))
            return result

        call.__doc__ = original.__doc__
        setattr(pool, name, call)

    for name in ('apply', 'apply_async', 'map', 'map_async', 'starmap', 'starmap_async', 'imap', 'imap_unordered'):
        if hasattr(pool, name):
            handing_on(name)
