"""A worker after its start: the main thread reads the control connection, and sees to it that a request thread leads while there is work (leading.py).

An instance that was never used has this one thread; the first request starts a second.
"""
from __future__ import absolute_import

import os
import select
import threading
import time

from . import bytecode, deadlines, frames, lifecycle, logs, modules
from .api_calls import ApiCalls
from .compat import clock
from .connections import RequestConnection
from .handlers import Handlers
from .leading import LOOK_SECONDS, Leading
from .request_thread import RequestThread
from .threads import start_own_thread

_STOP_LOOK_SECONDS = 0.002


class Worker(object):
    """One app's process, from READY to its end."""

    def __init__(self, settings, control, connections):
        self.stopping = False
        self.handlers = Handlers(settings)
        self._control = control
        self._descriptors = [each.fileno() for each in connections]
        self._reader = None
        self._overdue = []  # (connection, number) of requests whose deadline is to be tried again.
        self._sending = threading.Lock()
        self._modules = modules.Modules() if settings.report_modules else None
        self.leading = Leading(connections, lambda each: RequestConnection(each, ApiCalls), self._start_thread)
        logs.sink.send = self._send_lines
        bytecode.tell(self._send_bytecode)

    def run(self, steps, layers):
        """Says READY, with how its start went and what it is locked down with, and serves. Does not return."""
        self._send(frames.READY, (tuple(steps), layers))
        asleep, awake = select.poll(), select.poll()
        asleep.register(self._control, select.POLLIN)
        awake.register(self._control, select.POLLIN)
        asleep.register(self.leading, select.POLLIN)
        control = self._control.fileno()
        there_is_work = False
        while True:
            try:
                ready = awake.poll(LOOK_SECONDS * 1000) if there_is_work else asleep.poll()
            except select.error:
                continue
            if any(descriptor == control for descriptor, _ in ready):
                self._receive()
            if self._overdue:
                self._overdue = [each for each in self._overdue if not deadlines.strike(*each)]
            if there_is_work:
                there_is_work = self.leading.look() or bool(self._overdue)
                if self._modules is not None:
                    there_is_work = self._tell_modules(there_is_work or self.leading.busy > 0)
            elif ready:
                self.leading.wake()
                there_is_work = True

    def _tell_modules(self, there_is_work):
        if self._modules.is_due(self.handlers.has_loaded, there_is_work):
            self._send(frames.MODULES, self._modules.found())
            self._modules = None
        return there_is_work

    def show_and_run(self, steps, layers):
        """As `run`, for a worker that the silo does not know yet: it shows itself, once to be held, once more to show that it is the one that is held."""
        self._reader = frames.FrameReader(self._control.recv_into)
        for _ in range(2):
            frame = self._reader.read()
            if frame is None or frame[0] != frames.SHOW:
                os._exit(0)
            self._send(frames.SHOWN, frame[1])
        self.run(steps, layers)

    def _start_thread(self, leading):
        thread = RequestThread(self, leading)
        start_own_thread(thread.run, ())
        return thread

    def _receive(self):
        if self._reader is None:
            self._reader = frames.FrameReader(self._control.recv_into)
        while True:
            frame = self._reader.read()
            if frame is None:
                os._exit(0)  # The silo is gone; the lifeline says so too.
            kind, value = frame
            if kind == frames.STOP:
                self._stop(value[0] / 1000.0)
            elif kind == frames.DEADLINE:
                self._strike(*value)
            if not self._reader.has_bytes:
                return

    def _strike(self, index, number):
        connection = self.leading.connection(self._descriptors[index - 1])
        if connection is not None and not deadlines.strike(connection, number):
            self._overdue.append((connection, number))

    def _stop(self, grace):
        """Reads no new request, lets those that run finish within the grace (seconds), and ends the process."""
        self.stopping = lifecycle.life.ending = True
        end = clock() + grace
        while self.leading.busy and clock() < end:
            time.sleep(_STOP_LOOK_SECONDS)
        running = self.leading.busy
        lifecycle.end_process()
        if running:
            logs.add(logs.WARNING, '%d requests had not finished when the worker was stopped.' % running)
        os._exit(0)

    def _send_lines(self, lines):
        self._send(frames.LOG, lines)

    def _send_bytecode(self, name, data):
        self._send(frames.BYTECODE, (name, data))

    def _send(self, kind, value):
        data = frames.encode(kind, value)
        try:
            with self._sending:
                self._control.sendall(data)
        except (OSError, IOError):
            pass  # The silo is gone, and this process about to be.
