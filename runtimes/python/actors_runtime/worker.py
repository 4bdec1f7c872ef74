"""A worker after its start: the main thread polls the control connection and the request connections that have no thread yet.

An instance that was never used has this one thread; a connection's first bytes start the thread that owns it from then on.
"""
from __future__ import absolute_import

import os
import select
import threading
import time

from . import frames, logs, request_thread
from .api_calls import ApiCalls
from .compat import clock, low_level_thread
from .connections import RequestConnection
from .handlers import Handlers

_STOP_LOOK_SECONDS = 0.002


class Worker(object):
    """One app's process, from READY to its end."""

    def __init__(self, settings, control, connections):
        self.stopping = False
        self.handlers = Handlers(settings)
        self._control = control
        self._reader = None
        self._sending = threading.Lock()
        self._sockets = connections
        self._claimed = []
        logs.sink.send = self._send_lines

    def run(self, steps):
        """Says READY and serves. Does not return."""
        self._send(frames.READY, tuple(steps))
        control = self._control.fileno()
        unclaimed = dict((each.fileno(), each) for each in self._sockets)
        poll = select.poll()
        for descriptor in [control] + list(unclaimed):
            poll.register(descriptor, select.POLLIN)
        while True:
            try:
                ready = poll.poll()
            except select.error:
                continue
            for descriptor, _ in ready:
                if descriptor == control:
                    self._receive()
                else:
                    poll.unregister(descriptor)
                    self._claim(unclaimed.pop(descriptor))

    def _claim(self, connection):
        claimed = RequestConnection(connection, ApiCalls)
        self._claimed.append(claimed)
        # Not through `threading`: to the app this is not one of its threads.
        low_level_thread.start_new_thread(request_thread.run, (claimed, self))

    def _receive(self):
        if self._reader is None:
            self._reader = frames.FrameReader(self._control.recv_into)
        frame = self._reader.read()
        if frame is None:
            os._exit(0)  # The silo is gone; the lifeline says so too.
        kind, value = frame
        if kind == frames.STOP:
            self._stop(value[0] / 1000.0)

    def _stop(self, grace):
        """Reads no new request, lets those that run finish within the grace (seconds), and ends the process."""
        self.stopping = True
        end = clock() + grace
        while any(each.busy for each in self._claimed) and clock() < end:
            time.sleep(_STOP_LOOK_SECONDS)
        running = sum(1 for each in self._claimed if each.busy)
        logs.flush_partial()
        if running:
            logs.add(logs.WARNING, '%d requests had not finished when the worker was stopped.' % running)
        os._exit(0)

    def _send_lines(self, lines):
        self._send(frames.LOG, lines)

    def _send(self, kind, value):
        data = frames.encode(kind, value)
        try:
            with self._sending:
                self._control.sendall(data)
        except (OSError, IOError):
            pass  # The silo is gone, and this process about to be.
