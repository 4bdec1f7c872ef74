"""A request connection: frames in from one thread at a time, frames out from any."""
from __future__ import absolute_import

import marshal
import socket
import threading

from . import frames
from .frames import HEADER, MARSHAL_VERSION

_JOINED_BYTES = 64 << 10


class RequestConnection(object):
    """One of the worker's connections for requests, and the API calls on it."""

    def __init__(self, connection, api_calls):
        self.socket = connection
        self.reader = frames.FrameReader(connection.recv_into)
        self.busy = False
        self.closed = False
        self.apart = False  # Its thread has passed on the lead: the leader does not look at it.
        self.thread = None  # The request thread that serves it, or served it last.
        self.number = 0     # How many requests have come on it.
        self.request = None  # The RequestState of the one that runs.
        self.incoming = None  # What has been read, until it runs.
        self._sendall = connection.sendall
        self._sending = threading.Lock()
        self.api = api_calls(self)

    def fileno(self):
        return self.socket.fileno()

    def before_waiting(self):
        """The request on this connection is about to wait: others need not wait with it."""
        thread = self.thread
        if thread is not None and thread.lead:
            thread.pass_on()

    def close(self):
        """Ends the connection for both sides; on 2.7 `close` alone waits for the last reference to the socket."""
        self.closed = True
        self.api.close()
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except (OSError, IOError):
            pass  # The silo was first.
        self.socket.close()

    def send(self, data):
        """Sends a whole frame."""
        with self._sending:
            self._sendall(data)

    def respond(self, status, headers, body, logs, error, cpu_us, pack=HEADER.pack, dumps=marshal.dumps):
        """Sends a RESPONSE. A large body is not copied: its frame is put together by hand around it."""
        if len(body) <= _JOINED_BYTES:
            data = dumps((status, headers, body, logs, error, cpu_us), MARSHAL_VERSION)
            with self._sending:
                self._sendall(pack(len(data), frames.RESPONSE) + data)
            return
        # Version 0 has no references to strings written before, so pieces can be joined.
        before = b'(' + _u32(6) + dumps(status, 0) + dumps(headers, 0) + b's' + _u32(len(body))
        after = dumps(logs, 0) + dumps(error, 0) + dumps(cpu_us, 0)
        with self._sending:
            self._sendall(pack(len(before) + len(body) + len(after), frames.RESPONSE) + before)
            self._sendall(body)
            self._sendall(after)


def _u32(number):
    return HEADER.pack(number, 0)[:4]
