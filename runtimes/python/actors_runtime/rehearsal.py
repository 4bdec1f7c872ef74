"""What every worker does first, done some times over in the base zygote: what is written on the way (code that Python specialises as it runs, memory
that is taken and given back, directories that imports look through) is then shared by all workers instead of being written anew in each.

It leaves nothing behind that an app could see.
"""
from __future__ import absolute_import

import gc
import marshal
import os
import random
import socket
import sys
import threading
import time

from . import bytecode, environ, frames, kernel, logs, shadowing
from .compat import clock, low_level_thread, microseconds_since
from .request_thread import RequestThread
from .worker import Worker
from .worker_start import Settings

# Python specialises a function after it has run a few times.
_ROUNDS = 16
_START = {'runtime': 'python3', 'code': '/', 'source': '', 'threadsafe': True, 'development': False, 'software': 'rehearsal', 'environ': {'GAE_ENV': 'rehearsal'}}
_REQUEST = {'REQUEST_METHOD': 'GET', 'PATH_INFO': '/', 'QUERY_STRING': '', 'SERVER_NAME': 'localhost'}


def rehearse(directory):
    """Starts, serves and ends as a worker does, without being one. `directory` holds this package and the app."""
    for _ in range(_ROUNDS):
        _after_fork()
        rehearse_once(directory, marshal.dumps(_START, frames.MARSHAL_VERSION))


def rehearse_once(directory, start):
    """The same without what the standard library does after a fork, for a forked child: `kernel.fork` spares it that. `start` is as in SPAWN, of no app."""
    app = os.path.join(directory, 'rehearsal_app')
    path = list(sys.path)
    started = clock()
    _look_at_descriptors()
    _serve(app, start)
    _forget(app)
    microseconds_since(started)
    sys.path[:] = path
    bytecode.use('', '')
    bytecode.tell(lambda name, data: None)
    logs.sink.send = lambda lines: None
    environ.replace({})
    environ.usual.clear()
    gc.collect(0)  # All that it made and that refers to itself; nothing older is written.
    _start_thread()


def _after_fork():
    """What the standard library does in a forked child, as far as it can be called by name."""
    for module, name in ((threading, '_after_fork'), (random, 'seed')):
        call = getattr(module, name, None)
        if call is not None:
            call()


def _look_at_descriptors():
    kernel.random_descriptors()
    kernel.close_all_but(set(int(name) for name in os.listdir('/proc/self/fd')))


def _serve(app, start):
    """One request over a real connection, by an app that is found and imported."""
    settings = Settings(marshal.loads(start))
    settings.code = app
    environ.replace(settings.environ)
    environ.usual.update(settings.usual)
    time.tzset()
    shadowing.forget_shadowed(app)
    bytecode.use(app, app)
    sys.path.insert(0, app)
    control, control_end = socket.socketpair()
    connection, end = socket.socketpair()
    worker = Worker(settings, control, [connection])
    worker._send(frames.READY, (('lifeline', 1), ('identity', 2)))
    end.sendall(frames.encode(frames.REQUEST, (1, 'main.app', _REQUEST, b'')))
    end.shutdown(socket.SHUT_WR)
    RequestThread(worker, worker.leading).run()
    kind, response = frames.FrameReader(end.recv_into).read()
    if kind != frames.RESPONSE or response[0] != 200:
        raise RuntimeError('the rehearsal was answered %r' % (response,))
    for each in (end, control, control_end):
        each.close()


def _forget(app):
    sys.modules.pop('main', None)
    sys.path.remove(app)
    sys.path_importer_cache.pop(app, None)


def _start_thread():
    """One thread, which has ended before the first fork: the memory of its stack is taken again by a worker's first."""
    ended = low_level_thread.allocate_lock()
    ended.acquire()
    low_level_thread.start_new_thread(ended.release, ())
    ended.acquire()
    while len(os.listdir('/proc/self/task')) > 1:
        time.sleep(0.001)
