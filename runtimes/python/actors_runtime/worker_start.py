"""From the fork to READY: the steps that make a copy of the base zygote a worker, each timed.

    lifeline -> identity -> environment -> runtime -> lockdown

A worker that a version zygote forks takes again what is its own of them: lifeline, environment, runtime, lockdown.
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

from . import bytecode, deadlines, environ, frames, google_packages, kernel, libraries, lifecycle, lockdown, logs, pools, shadowing, threads
from .compat import PY2, clock, microseconds_since
from .outbound import patches as outbound
from .worker import Worker

if PY2:
    from . import python27_rules

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
        self.memory = int(start.get('memory', 0))
        self.threads = int(start.get('threads', 0))
        self.outbound = start.get('outbound', 'urlfetch')
        self.rules = bool(start.get('rules', True))
        self.bytecode = start.get('bytecode', '')
        self.report_modules = bool(start.get('modules', False))
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
    deadlines.install()
    lifecycle.install()
    google_packages.install()
    _write_one_by_one()
    outbound.install()
    if PY2:
        python27_rules.prepare()
    # Workers have our packages loaded; what else lies in our directory is not for apps to import.
    sys.path[:] = [each for each in sys.path if os.path.abspath(each or '.') != directory]
    libraries.install(directory)
    bytecode.install()
    _kept_modules.append(sys.modules['__main__'])  # 2.7 empties a module that nobody refers to.
    sys.modules['__main__'] = types.ModuleType('__main__')
    sys.argv = ['']
    if faulthandler is not None:
        faulthandler.enable(2)  # A crash in C shows its Python stack in the worker's last output.


def _write_one_by_one():
    """asyncio's transports write with sendmsg where sockets have it, which workers are refused: it could pass descriptors on."""
    transports = sys.modules.get('asyncio.selector_events')
    if transports is not None and hasattr(transports, '_HAS_SENDMSG'):
        transports._HAS_SENDMSG = False


def start(order, rehearse, lifeline, control, connections, output):
    """Runs in the forked child of a base zygote and does not return. With `rehearsal` in the order instead of `start` it is a spare, and waits for START."""
    kept = {control.fileno()} | {each.fileno() for each in connections}
    steps = (('lifeline', lambda: isolate(lifeline, kept, output)),)
    if 'start' in order:
        run_steps(steps + _steps_of(order), lambda times: _serve(order, control, connections, times))
    else:
        steps += (
            ('rehearsal', lambda: rehearse(order['rehearsal'])),
            ('identity', leave_machine),
            ('runtime', ready_process),
            ('lockdown', begin_lockdown),
        )
        run_steps(steps, lambda times: _wait(control, connections))


def _wait(control, connections):
    """A spare has done what is the same for all workers, and written the pages that all write at first. It becomes the worker that START asks for."""
    frame = frames.FrameReader(control.recv_into).read()
    if frame is None or frame[0] != frames.START:
        os._exit(0)  # The silo has no use for it.
    order = frame[1]
    for each in connections[order['connections']:]:
        each.close()
    del connections[order['connections']:]
    run_steps(_steps_of(order, was_spare=True), lambda times: _serve(order, control, connections, times))


def _steps_of(order, was_spare=False):
    temp = order.get('temp', '')
    return (
        ('identity', lambda: take_identity(order['uid'], order['gid'], order['connections'], was_spare)),
        ('environment', lambda: enter(order['start'], temp)),
        ('runtime', lambda: ready_runtime(was_spare)),
        ('lockdown', lambda: lock_down(temp)),
    )


def _serve(order, control, connections, times):
    Worker(_settings[0], control, connections).run(times, layers(order['uid']))


def start_again(start_bytes, order_temp, uid, lifeline, control, connections, output):
    """Runs in the forked child of a version zygote, which has taken the steps that every worker of its version takes, and does not return."""
    kept = {control.fileno()} | {each.fileno() for each in connections}
    run_steps((
        ('lifeline', lambda: isolate(lifeline, kept, output)),
        ('environment', lambda: _enter_again(start_bytes, order_temp)),
        ('runtime', _ready_again),
        ('lockdown', lambda: lock_down(order_temp)),
    ), lambda steps: Worker(_settings[0], control, connections).show_and_run(steps, layers(uid)))


def run_steps(steps, finish):
    """Takes the steps, each timed, and does what comes after them. Whatever happens ends the process."""
    times = []
    step = ''
    try:
        for step, work in steps:
            started = clock()
            work()
            times.append((step, microseconds_since(started)))
        finish(times)
    except BaseException as error:  # noqa: B902 - nothing may get back into the zygote's loop.
        os.write(2, ('The worker did not start: step %s: %s: %s\n' % (step, type(error).__name__, error)).encode('utf-8', 'replace'))
    finally:
        os._exit(1)


_settings = []


def isolate(lifeline, kept, output):
    """Keeps no descriptor but the worker's own, and ties its life to the silo's."""
    low_level_signal.set_wakeup_fd(-1)
    low_level_signal.signal(low_level_signal.SIGCHLD, low_level_signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    if not lockdown.prepared or 'Descriptors' in _sandbox().layers:
        kernel.close_all_but({0, 1, 2, lifeline} | kernel.random_descriptors() | kept)
    if not kernel.arm_lifeline(lifeline):
        os._exit(0)


def leave_machine():
    """Of identity what is the same for all workers: mounts, and no capabilities to be had."""
    sandbox = _sandbox()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(_UMASK)
    if sandbox is not None:
        sandbox.enter_mounts()
        sandbox.drop_bounding_set()


def take_identity(uid, gid, connections, was_spare=False):
    """Ceilings, mounts and a user of its own, which need what is then given up; -1 keeps the user or the group."""
    if not was_spare:
        leave_machine()
    sandbox = _sandbox()
    if sandbox is not None:
        sandbox.limit(uid, connections)
        sandbox.give_temp(uid, gid)
    if os.geteuid() == 0 and (uid != -1 or gid != -1):
        os.setgroups([])
    if gid != -1:
        os.setresgid(gid, gid, gid)
    if uid != -1:
        os.setresuid(uid, uid, uid)
    if sandbox is None or 'NoNewPrivileges' in sandbox.layers:
        kernel.set_no_new_privileges()
    if sandbox is not None:
        sandbox.drop_capabilities()
        if uid == -1:
            lockdown.stay_visible()


def _sandbox():
    return lockdown.prepared[0] if lockdown.prepared else None


def layers(uid):
    """What this process is locked down with."""
    return _sandbox().entered(uid) if lockdown.prepared else ()


def begin_lockdown():
    """Of the lock-down what is the same for all workers; it holds nobody yet."""
    sandbox = _sandbox()
    if sandbox is not None:
        sandbox.begin_landlock()


def lock_down(order_temp, is_zygote=False):
    """From here on the kernel holds the worker; nothing of the app has run yet."""
    sandbox = _sandbox()
    if sandbox is not None:
        settings = _settings[0]
        # Kept code is there as soon as an earlier instance has compiled something.
        readable = [settings.code] + ([settings.bytecode] if settings.bytecode and os.path.isdir(settings.bytecode) else [])
        sandbox.enter_landlock(readable, temp(order_temp))
        if is_zygote:
            sandbox.enter_zygote_seccomp()
        else:
            sandbox.enter_seccomp()


def enter(start_bytes, order_temp):
    """Reads `start` and takes on the app's environment, directory and import path."""
    settings = Settings(marshal.loads(start_bytes))
    _settings.append(settings)
    _limit(settings)
    _name_temp(settings, order_temp)
    environ.replace(settings.environ)
    environ.usual.update(settings.usual)
    time.tzset()
    os.chdir(settings.code)
    bytecode.use(settings.code, settings.bytecode)
    sys.path.insert(0, settings.code)
    shadowing.forget_shadowed(settings.code)


def _enter_again(start_bytes, order_temp):
    """What differs between one instance of a version and the next. What a library has added to the environment stays, as after its import in any worker."""
    before = _settings[0].environ
    _settings[:] = [Settings(marshal.loads(start_bytes))]
    _name_temp(_settings[0], order_temp)
    environ.change((name, value) for name, value in _settings[0].environ.items() if before.get(name) != value)


def temp(order_temp):
    """The temp directory: one in memory where there are mounts, otherwise that of the order, which may be ''."""
    return lockdown.prepared and _sandbox().temp or order_temp


def _name_temp(settings, order_temp):
    if temp(order_temp):
        settings.environ['TMPDIR'] = temp(order_temp)


def _limit(settings):
    """The kernel's ceiling for private memory, and ours for threads, which is reached first."""
    if settings.memory:
        resource.setrlimit(resource.RLIMIT_DATA, (settings.memory, settings.memory))
    if settings.threads:
        threads.most.append(settings.threads)


def ready_process():
    """Of the runtime what is the same for all workers: streams, random numbers."""
    logs.capture()
    _seed()


def ready_runtime(was_spare=False):
    """Log, the way out, what App Engine replaced, garbage collection: from here on app code may run."""
    if not was_spare:
        ready_process()
    settings = _settings[0]
    logs.sink.code, logs.sink.source = settings.code, settings.source
    if settings.is_python27:
        logs.record_everything()
    if settings.outbound == 'urlfetch':
        outbound.activate()
    if PY2 and settings.rules:
        sandbox = _sandbox()
        python27_rules.apply(settings.environ, sandbox is not None and 'Seccomp' in sandbox.layers)
    gc.enable()


def _ready_again():
    _seed()
    gc.enable()


def _seed():
    random.seed()
    if hasattr(threading.current_thread(), '_set_native_id'):
        threading.current_thread()._set_native_id()
