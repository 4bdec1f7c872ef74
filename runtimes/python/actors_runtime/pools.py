"""Pools: what is submitted in a request runs as part of that request, in whichever of the pool's threads. See threads.py, rule 2."""
from __future__ import absolute_import

import multiprocessing.pool

try:
    import queue
except ImportError:
    import Queue as queue
try:
    import concurrent.futures.thread as futures_thread
except ImportError:
    futures_thread = None  # 2.7, unless the app brings the backport: its threads are joined like any other.

from . import logs, threads
from .compat import PY2, low_level_thread
from .context import current

queue_get = queue.Queue.get.__func__.__code__ if PY2 else queue.Queue.get.__code__


class _Work(object):
    """One item of work of a request. Its lock is free when it has run, or never will."""

    name = 'work in a thread pool'

    def __init__(self, request, function):
        self.request = request
        self.function = function
        self.lock = low_level_thread.allocate_lock()
        self.lock.acquire()
        if request.work is None:
            request.work = []
        request.work.append(self)

    def __call__(self, *args, **kwargs):
        before = current.request
        current.request = self.request
        try:
            return self.function(*args, **kwargs)
        finally:
            logs.flush_partial()
            current.request = before
            self.finished()

    def finished(self, _=None):
        try:
            self.lock.release()
        except Exception:
            pass  # Cancelled and finished at once.


class _EachItem(object):
    """The function of a ThreadPool's map: runs as part of the request; each running item is waited for."""

    def __init__(self, request, function):
        self.request = request
        self.function = function

    def __call__(self, *args, **kwargs):
        if self.request.closed:
            return self.function(*args, **kwargs)
        return _Work(self.request, self.function)(*args, **kwargs)


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
            work.finished()
            raise
        future.add_done_callback(work.finished)
        return future

    submit.__doc__ = original.__doc__
    module.ThreadPoolExecutor.submit = submit


def _install_thread_pool(module):
    pool = module.ThreadPool
    threads.pool_loops.add(module.worker)
    for name in ('_handle_workers', '_handle_tasks', '_handle_results'):
        loop = getattr(module.Pool, name)
        threads.pool_loops.add(getattr(loop, '__func__', loop))

    def handing_on(name):
        original = getattr(pool, name)

        def call(self, func, *args, **kwargs):
            request = current.request
            if request is not None and not request.closed and not isinstance(func, _EachItem):
                func = _EachItem(request, func)
            return original(self, func, *args, **kwargs)

        call.__doc__ = original.__doc__
        setattr(pool, name, call)

    for name in ('apply', 'apply_async', 'map', 'map_async', 'starmap', 'starmap_async', 'imap', 'imap_unordered'):
        if hasattr(pool, name):
            handing_on(name)
