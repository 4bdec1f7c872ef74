"""From the fork to READY: the steps that make a copy of the base zygote a worker, each timed.

    lifeline -> identity -> environment -> runtime
"""
from __future__ import absolute_import

import gc
import marshal
import os
import random
import resource
import sys
import threading
import time
import types

from . import bytecode, environ, google_packages, kernel, libraries, logs, pools, shadowing, threads
from .compat import clock, microseconds_since
from .outbound import patches as outbound
from .worker import Worker

try:
    import _signal as low_level_signal  # `signal` makes enumeration members of all it returns: more memory written in each worker.
except ImportError:
    import signal as low_level_signal

try:
    import faulthandler
except ImportError:
    faulthandler = None

# Deep recursion must reach Python's own limit before the end of the stack; below 2 MB the kernel backs no stack with a huge page.
_THREAD_STACK_BYTES = 1792 << 10
_UMASK = 0o077

_kept_modules = []


class Settings(object):
    """What a worker is started with: the `start` of SPAWN."""

    def __init__(self, start):
        self.runtime = start['runtime']
        self.is_python27 = self.runtime == 'python27'
        self.code = start['code'].rstrip('/') or '/'
        self.source = start['source'].rstrip('/')
        self.threadsafe = bool(start['threadsafe'])
        self.development = bool(start['development'])
        self.outbound = start.get('outbound', 'urlfetch')
        self.bytecode = start.get('bytecode', '')
        self.environ = dict(start['environ'])
        self.usual = dict(start.get('usual', ()))
        self.environ.setdefault('SERVER_SOFTWARE', start['software'])


def prepare(directory):
    """What can be done once, in the base zygote, for all its workers."""
    threading.stack_size(_THREAD_STACK_BYTES)
    environ.install()
    logs.install_levels()
    threads.install()
    pools.install()
    google_packages.install()
    outbound.install()
    # Workers have our packages loaded; what else lies in our directory is not for apps to import.
    sys.path[:] = [each for each in sys.path if os.path.abspath(each or '.') != directory]
    libraries.install(directory)
    bytecode.install()
    _kept_modules.append(sys.modules['__main__'])  # 2.7 empties a module that nobody refers to.
    sys.modules['__main__'] = types.ModuleType('__main__')
    sys.argv = ['']
    if faulthandler is not None:
        faulthandler.enable(2)  # A crash in C shows its Python stack in the worker's last output.


def start(order, lifeline, control, connections, output):
    """Runs in the forked child and does not return."""
    steps = []
    step = 'lifeline'
    try:
        for step, work in (
                ('lifeline', lambda: _isolate(lifeline, control, connections, output)),
                ('identity', lambda: _drop_rights(order['uid'], order['gid'])),
                ('environment', lambda: _enter(order['start'])),
                ('runtime', _ready_runtime)):
            started = clock()
            work()
            steps.append((step, microseconds_since(started)))
        Worker(_settings[0], control, connections).run(steps)
    except BaseException as error:  # noqa: B902 - nothing may get back into the zygote's loop.
        os.write(2, ('The worker did not start: step %s: %s: %s\n' % (step, type(error).__name__, error)).encode('utf-8', 'replace'))
    finally:
        os._exit(1)


_settings = []


def _isolate(lifeline, control, connections, output):
    """Keeps no descriptor but the worker's own, and ties its life to the silo's."""
    low_level_signal.set_wakeup_fd(-1)
    low_level_signal.signal(low_level_signal.SIGCHLD, low_level_signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    kernel.close_all_but({0, 1, 2, lifeline, control.fileno()} | kernel.random_descriptors() | {each.fileno() for each in connections})
    if not kernel.arm_lifeline(lifeline):
        os._exit(0)


def _drop_rights(uid, gid):
    """No core files, no files for others, no privileges; -1 keeps the user or the group."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(_UMASK)
    if os.geteuid() == 0 and (uid != -1 or gid != -1):
        os.setgroups([])
    if gid != -1:
        os.setresgid(gid, gid, gid)
    if uid != -1:
        os.setresuid(uid, uid, uid)
    kernel.set_no_new_privileges()


def _enter(start_bytes):
    """Reads `start` and takes on the app's environment, directory and import path."""
    settings = Settings(marshal.loads(start_bytes))
    _settings.append(settings)
    environ.replace(settings.environ)
    environ.usual.update(settings.usual)
    time.tzset()
    os.chdir(settings.code)
    bytecode.use(settings.code, settings.bytecode)
    sys.path.insert(0, settings.code)
    shadowing.forget_shadowed(settings.code)


def _ready_runtime():
    """Streams, log, random numbers, garbage collection: from here on app code may run."""
    settings = _settings[0]
    logs.sink.code, logs.sink.source = settings.code, settings.source
    logs.capture(settings.runtime)
    if settings.outbound == 'urlfetch':
        outbound.activate()
    random.seed()
    if hasattr(threading.current_thread(), '_set_native_id'):
        threading.current_thread()._set_native_id()
    gc.enable()
