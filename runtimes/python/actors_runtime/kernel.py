"""Calls that Python's standard library lacks, resolved in the base zygote before it forks."""
from __future__ import absolute_import

import ctypes
import errno
import fcntl
import os
import posix  # `os` may have been replaced in part: python27_rules.
import select
import signal
import sys

from .compat import PY2

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_MEMORY_MERGE = 67
_F_SETSIG = 10
_SIGKILL = 9
_M_ARENA_MAX = -8
_CLOSE_RANGE = 436
_LAST_DESCRIPTOR = 0x7FFFFFFF
_URANDOM = os.makedev(1, 9)
_random = set()

_libc = ctypes.CDLL(None, use_errno=True)
_fork = ctypes.PyDLL(None, use_errno=True).fork  # Keeps the interpreter's lock, as calls through CDLL do not.
_fork.argtypes, _fork.restype = [], ctypes.c_int
prctl = _prctl = _libc.prctl
_prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_prctl.restype = ctypes.c_int
_syscall = _libc['syscall']
_syscall.argtypes = [ctypes.c_long] + [ctypes.c_uint] * 3
_syscall.restype = ctypes.c_long
_has_close_range = _syscall(_CLOSE_RANGE, _LAST_DESCRIPTOR, _LAST_DESCRIPTOR, 0) == 0  # From Linux 5.9 on.


def set_no_new_privileges():
    """No program started from here on gains rights, set-uid ones included; never to be undone."""
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, 'no_new_privs: %s' % os.strerror(number))


def fork():
    """As os.fork for a process with one thread, from Python 3.9 on without what os.fork does for the others of several: new locks and thread tables,
    half a megabyte of pages written in each child. The caller seeds `random` anew in the child. 2.7 needs os.fork: it takes no signals otherwise."""
    if sys.version_info < (3, 9):
        return posix.fork()
    pid = _fork()
    if pid < 0:
        number = ctypes.get_errno()
        raise OSError(number, 'fork: %s' % os.strerror(number))
    return pid


def share_one_heap():
    """All threads allocate from one heap: with the interpreter lock more of them only cost memory. Ignored where the C library is another."""
    if hasattr(_libc, 'mallopt'):
        _libc.mallopt(_M_ARENA_MAX, 1)


def merge_memory():
    """Lets the kernel keep pages of this process and of all that it forks once where they are equal. Ignored before Linux 6.4, which the silo has said."""
    _prctl(_PR_SET_MEMORY_MERGE, 1, 0, 0, 0)


def open_lifeline(path):
    """Opens the reading end of a FIFO whose only writer is the silo. OSError when that writer is not there."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not lifeline_holds(descriptor):
            raise OSError(32, 'the lifeline %s has no writer' % path)
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    except Exception:
        os.close(descriptor)
        raise
    return descriptor


def lifeline_holds(descriptor):
    """Whether the writing end is open. Before its first writer a FIFO shows no hang-up to poll, but a read ends at once."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    for _, events in repeated(poll.poll, 0):
        if events & (select.POLLHUP | select.POLLERR):
            return False
    try:
        return os.read(descriptor, 1) != b''
    except OSError:
        return True


def repeated(call, *arguments):
    """Calls until no signal interrupts it: on 2.7 one ends even a poll that does not wait, and a connect that has a time limit, and nothing repeats them."""
    while True:
        try:
            return call(*arguments)
        except (EnvironmentError, select.error) as error:
            if error.args[0] != errno.EINTR:
                raise


def arm_lifeline(descriptor):
    """From here on the kernel kills this process when the lifeline's writing end closes; returns False when it has closed already."""
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, posix.getpid())
    fcntl.fcntl(descriptor, _F_SETSIG, _SIGKILL)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    return lifeline_holds(descriptor)


def wakeup_pipe():
    """A pipe that gets a byte when a child ends: (reading end, writing end)."""
    reading, writing = os.pipe()
    for descriptor in (reading, writing):
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_NONBLOCK)
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.siginterrupt(signal.SIGCHLD, False)  # 2.7 does not repeat calls that a signal has interrupted; the kernel does, but for poll.
    try:
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    except TypeError:
        signal.set_wakeup_fd(writing)
    return reading, writing


def drain(descriptor):
    """Reads what there is of a pipe that does not block."""
    try:
        while os.read(descriptor, 512):
            pass
    except OSError:
        pass


def random_descriptors():
    """Where os.urandom reads: 2.7 keeps /dev/urandom open. Workers share it, because they may not be able to open it."""
    if PY2 and not _random:
        os.urandom(1)
        for name in os.listdir('/proc/self/fd'):  # Once: where workers start, /proc may be hidden.
            try:
                if os.fstat(int(name)).st_rdev == _URANDOM:
                    _random.add(int(name))
            except OSError:
                pass  # The one that listed the directory.
    return _random


def close_all_but(kept):
    """Closes every descriptor of this process that is not in the set."""
    if not _has_close_range:
        _close_listed(kept)
        return
    first = 0
    for descriptor in sorted(kept):
        if descriptor > first:
            _syscall(_CLOSE_RANGE, first, descriptor - 1, 0)
        first = descriptor + 1
    _syscall(_CLOSE_RANGE, first, _LAST_DESCRIPTOR, 0)


def _close_listed(kept):
    # The directory gets the lowest free number and is closed again: found out beforehand, because an exception costs each worker a dozen pages.
    listing = os.dup(0)
    os.close(listing)
    for name in os.listdir('/proc/self/fd'):
        descriptor = int(name)
        if descriptor not in kept and descriptor != listing:
            os.close(descriptor)
