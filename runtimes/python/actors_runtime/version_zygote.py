"""A version zygote: a copy of the base zygote that is locked down as its version's workers are, imports their libraries, and forks them.

    base zygote --fork--> lifeline, identity, environment, runtime, lockdown --READY--> silo --PRELOAD--> imports --PRELOADED--> silo
    base zygote --order and descriptors--> here --fork--> worker

From its first import on it is as hostile as any worker: what it writes is looked at by the silo alone, and who its children are the silo asks the kernel.
"""
from __future__ import absolute_import

import gc
import os
import posix  # `os` may have been replaced in part: python27_rules.
import select
import socket
import struct

import _socket

from . import frames, kernel, passing, room
from .preloading import preload

#: What goes before the `start` of an order: the spawn's number.
ORDER = struct.Struct('<Q')

# More than any order: environment variables are bounded far below.
_ORDER_BYTES = 192 << 10


def start(order, lifeline, control, orders, output):
    """Runs in the forked child of a base zygote and does not return."""
    from . import worker_start

    temp = order.get('temp', '')

    def be_ready(steps):
        zygote = VersionZygote(control, orders, worker_start.temp(temp), lambda start_bytes, *arguments: worker_start.start_again(start_bytes, temp, order['uid'], *arguments))
        zygote.run(steps, worker_start.layers(order['uid']))

    worker_start.run_steps((
        ('lifeline', lambda: worker_start.isolate(lifeline, {control.fileno(), orders.fileno()}, output)),
        ('identity', lambda: worker_start.take_identity(order['uid'], order['gid'], order['version_zygote'])),
        ('environment', lambda: worker_start.enter(order['start'], temp)),
        ('runtime', worker_start.ready_runtime),
        ('lockdown', lambda: worker_start.lock_down(temp, is_zygote=True)),
    ), be_ready)


class VersionZygote(object):
    """Takes orders from the base zygote, and tells the silo what became of its children."""

    def __init__(self, control, orders, temp, become_worker):
        self._control = control
        self._orders = orders
        self._temp = temp
        self._become_worker = become_worker
        self._children = {}
        self._wake_out, self._wake_in = kernel.wakeup_pipe()

    def run(self, steps, layers):
        """Says READY, imports what it is told to, and serves. Does not return."""
        self._send(frames.READY, (tuple(steps), layers))
        frame = frames.FrameReader(self._control.recv_into).read()
        if frame is None or frame[0] != frames.PRELOAD:
            os._exit(0)
        gc.disable()
        loaded, reason = preload(*frame[1])
        room.settle()
        self._send(frames.PRELOADED, (loaded, reason))
        poll = select.poll()
        for each in (self._control, self._orders, self._wake_out):
            poll.register(each, select.POLLIN)
        while True:
            try:
                ready = [descriptor for descriptor, _ in poll.poll()]
            except select.error:  # 2.7 is interrupted by SIGCHLD.
                continue
            if self._control.fileno() in ready:
                os._exit(0)  # The silo has no use for it any more.
            if self._wake_out in ready:
                kernel.drain(self._wake_out)
                self._reap_ended()
            if self._orders.fileno() in ready:
                self._fork()

    def _fork(self):
        order, descriptors = passing.receive(self._orders.fileno(), _ORDER_BYTES)
        if not order:
            os._exit(0)  # The base zygote is gone.
        number, = ORDER.unpack_from(order)
        pid = kernel.fork()
        if pid == 0:
            sockets = [_socket_of(each) for each in descriptors[1:]]
            self._become_worker(order[ORDER.size:], descriptors[0], sockets[0], sockets[1:-1], sockets[-1])
            os._exit(70)  # Not reached.
        for each in descriptors:
            os.close(each)
        self._children[pid] = number

    def _reap_ended(self):
        for pid, number in list(self._children.items()):
            try:
                ended, status = posix.waitpid(pid, posix.WNOHANG)
            except OSError:
                ended, status = pid, -1
            if ended:
                del self._children[pid]
                self._send(frames.EXITED, (number, pid, status))
        if self._temp and not self._children:
            _empty(self._temp)  # The instances of a version share it; what the last of them leaves is in nobody's way.

    def _send(self, kind, value):
        try:
            self._control.sendall(frames.encode(kind, value))
        except (OSError, IOError):
            os._exit(0)


def _empty(directory):
    """Deletes what is in a directory, as far as it can be; links are not followed."""
    for folder, folders, files in os.walk(directory, topdown=False):
        for names, remove in ((files, os.unlink), (folders, os.rmdir)):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    if os.path.islink(path):
                        os.unlink(path)
                    else:
                        remove(path)
                except OSError:
                    pass


if hasattr(_socket, 'fromfd'):
    def _socket_of(descriptor):
        """2.7 makes a copy, and the worker closes what it does not keep."""
        return _socket.fromfd(descriptor, socket.AF_UNIX, socket.SOCK_STREAM)
else:
    def _socket_of(descriptor):
        return _socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptor)
