"""The base zygote: a pre-loaded, single-threaded interpreter that forks workers when the silo asks for them.

    silo --SPAWN--> zygote: open lifeline, connect, fork --SPAWNED--> silo --WATCHED--> zygote: may reap --EXITED--> silo

It holds no secret, never reads what a worker writes and never blocks sending to one.
"""
from __future__ import absolute_import

import _socket
import gc
import os
import select
import signal
import socket
import struct
import sys

import marshal

from . import frames, frameworks, kernel, lockdown, passing, room, version_zygote
from .compat import clock, microseconds_since
from .exact import text
from .preload import preload

_PREAMBLE = struct.Struct('<QII')
_OUTPUT_INDEX = 0xFFFFFFFF
# A silo that does not accept for so long is stuck; the spawn fails instead of the zygote.
_CONNECT_SECONDS = 10
_IO_CHUNK = 1 << 16


def main(directory, framework=''):
    """Prepares this process and serves until the silo is gone. With a framework it is one for versions that use that: see `frameworks`."""
    pipe_in, pipe_out = _take_pipe()
    kernel.close_all_but({0, 1, 2, pipe_in, pipe_out})  # What the silo was just opening is not ours, nor for workers.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGTTOU, signal.SIGTTIN):
        signal.signal(name, signal.SIG_IGN)  # What is sent to the whole group is for the silo, which ends its processes in order.
    gc.disable()
    kernel.share_one_heap()
    preload()
    from . import worker_start
    from .rehearsal import rehearse, rehearse_once
    worker_start.prepare(directory)
    room.forget_lookups()
    rehearse(directory)
    if framework:
        frameworks.load(framework)
    room.grow_interned()
    room.settle()
    def become_worker(order, *descriptors):
        worker_start.start(order, lambda start: rehearse_once(directory, start), *descriptors)

    BaseZygote(pipe_in, pipe_out, become_worker, version_zygote.start).run()


def _take_pipe():
    """Moves the silo's pipe away from descriptors 0 and 1, which anything imported might use."""
    pipe_in, pipe_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return pipe_in, pipe_out


class _Child(object):
    __slots__ = ('pid', 'watched')

    def __init__(self, pid):
        self.pid = pid
        self.watched = False


class BaseZygote(object):
    """Forks workers, reaps those that the silo watches."""

    def __init__(self, pipe_in, pipe_out, become_worker, become_version_zygote):
        self._in = pipe_in
        self._out = pipe_out
        self._become_worker = become_worker
        self._become_version_zygote = become_version_zygote
        self._version_zygotes = {}
        self._pending = b''
        self._children = {}
        self._wake_out, self._wake_in = kernel.wakeup_pipe()
        self._own = {0, 1, 2, pipe_in, pipe_out, self._wake_in, self._wake_out} | kernel.random_descriptors()

    def run(self):
        """Serves the silo's frames until the end of the pipe."""
        self._send(frames.ZYGOTE_READY, {
            'python': '%d.%d.%d' % sys.version_info[:3], 'executable': sys.executable or '', 'modules': len(sys.modules), 'pid': os.getpid()})
        poll = select.poll()
        poll.register(self._in, select.POLLIN)
        poll.register(self._wake_out, select.POLLIN)
        while True:
            try:
                ready = poll.poll()
            except select.error:  # 2.7 is interrupted by SIGCHLD.
                continue
            for descriptor, _ in ready:
                if descriptor == self._wake_out:
                    kernel.drain(self._wake_out)
                    self._reap_ended()
                else:
                    self._receive()

    def _receive(self):
        data = os.read(self._in, _IO_CHUNK)
        if not data:
            os._exit(0)
        self._pending += data
        while len(self._pending) >= frames.HEADER_SIZE:
            length, kind = frames.HEADER.unpack_from(self._pending)
            end = frames.HEADER_SIZE + length
            if len(self._pending) < end:
                return
            body = self._pending[frames.HEADER_SIZE:end]
            self._pending = self._pending[end:]
            self._handle(kind, marshal.loads(body))

    def _handle(self, kind, value):
        if kind == frames.SPAWN:
            self._spawn(value)
        elif kind == frames.SANDBOX:
            lockdown.prepared[:] = [lockdown.Lockdown(value)]
            if value.get('merge_memory'):
                kernel.merge_memory()
            room.settle()
            self._send(frames.PREPARED, (lockdown.prepared[0].private_mounts,))
        elif kind == frames.WATCHED:
            child = self._children.get(value[0])
            if child is not None:
                child.watched = True
                self._reap(value[0], child)  # It may have ended before.
        elif kind == frames.KILL:
            child = self._children.get(value[0])
            if child is not None:
                os.kill(child.pid, value[1])

    def _spawn(self, order):
        """One worker, or SPAWN_FAILED and nothing left of it."""
        number = order['id']
        step = 'connect'
        lifeline, sockets, orders = None, [], None
        started = clock()
        try:
            lifeline = kernel.open_lifeline(order['lifeline'])
            for index in list(range(order['connections'] + 1)) + [_OUTPUT_INDEX]:
                sockets.append(_connect(order['socket']))
                sockets[-1].sendall(_PREAMBLE.pack(number, index, 0))
            connect_us = microseconds_since(started)
            if order.get('through'):
                self._hand_over(order, lifeline, sockets)
                self._send(frames.SPAWNED, (number, 0, connect_us, 0))
                _close(lifeline, sockets)
                return
            step = 'fork'
            if order.get('version_zygote'):
                orders = _order_queue()
            self._check_fit_to_fork(len(sockets) + 1 + len(orders or ()))
            forked = clock()
            pid = kernel.fork()
        except Exception as error:
            _close(lifeline, sockets + list(orders or ()))
            self._send(frames.SPAWN_FAILED, (number, step, text(str(error) or type(error).__name__)))
            return
        if pid == 0:
            if orders:
                self._become_version_zygote(order, lifeline, sockets[0], orders[1], sockets[-1])
            else:
                self._become_worker(order, lifeline, sockets[0], sockets[1:-1], sockets[-1])
            os._exit(70)  # Not reached: a worker ends by itself.
        fork_us = microseconds_since(forked)
        _close(lifeline, sockets)
        self._children[number] = _Child(pid)
        if orders:
            orders[1].close()
            self._version_zygotes[number] = orders[0]
            self._own.add(orders[0].fileno())
        self._send(frames.SPAWNED, (number, pid, connect_us, fork_us))

    def _hand_over(self, order, lifeline, sockets):
        """The worker's descriptors to a version zygote, which forks it. One that is gone or does not keep up is for the silo to throw away."""
        orders = self._version_zygotes.get(order['through'])
        if orders is None:
            raise RuntimeError('there is no version zygote %d' % order['through'])
        passing.send(orders.fileno(), version_zygote.ORDER.pack(order['id']) + order['start'], [lifeline] + [each.fileno() for each in sockets])

    def _forget_version_zygote(self, number):
        orders = self._version_zygotes.pop(number, None)
        if orders is not None:
            self._own.discard(orders.fileno())
            orders.close()

    def _check_fit_to_fork(self, opened):
        """A second thread would fork into a broken worker, a stray descriptor into one that holds what it should not."""
        threads = len(os.listdir('/proc/self/task'))
        if threads != 1:
            raise RuntimeError('the base zygote has %d threads' % threads)
        strays = len(os.listdir('/proc/self/fd')) - 1 - len(self._own) - opened
        if strays > 0:
            raise RuntimeError('the base zygote has %d descriptors that are not its own' % strays)

    def _reap_ended(self):
        """Collects what has ended among the watched children; all others stay, so that their numbers are not used again."""
        for number, child in list(self._children.items()):
            if child.watched:
                self._reap(number, child)

    def _reap(self, number, child):
        try:
            pid, status = os.waitpid(child.pid, os.WNOHANG)
        except OSError:
            pid, status = child.pid, -1
        if pid:
            del self._children[number]
            self._forget_version_zygote(number)
            self._send(frames.EXITED, (number, pid, status))

    def _send(self, kind, value):
        data = frames.encode(kind, value)
        while data:
            data = data[os.write(self._out, data):]


def _connect(path):
    """A connected stream socket. The limit is the kernel's send time-out, so that the socket itself stays a blocking one."""
    connection = _socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)  # Without the wrapper that `socket` puts around: less memory in each worker.
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('@ll', _CONNECT_SECONDS, 0))
        kernel.repeated(connection.connect, path)  # A child may end while the silo's queue is full.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('@ll', 0, 0))
    except Exception:
        connection.close()
        raise
    return connection


def _order_queue():
    """Message by message from here to a version zygote, and nothing back: (our end, its end)."""
    ours, its = _socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.shutdown(socket.SHUT_RD)
    return ours, its


def _close(lifeline, sockets):
    if lifeline is not None:
        os.close(lifeline)
    for connection in sockets:
        connection.close()
