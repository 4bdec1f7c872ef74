"""Which request thread leads.

Of a worker's request threads one leads: it waits for all connections at once and answers what they bring, one request after the other. So a busy worker
switches threads only when it must, not with each request. What takes long would hold up the others, so the lead passes on:

1. before a wait that is known to be one: an API call, threads that are joined;
2. before each request, while requests take long: then every request has a thread of its own;
3. otherwise when the worker's main thread, which looks every few milliseconds while there is work, sees the same request twice.

The lead is a token: in the hands of the leader while it waits for work, in its `lead` while it runs a request. Popping it from there is atomic: its thread does
so without a lock at the request's end, whoever passes it on under the lock. A thread that comes back from its request and finds the token gone follows: under
the lock it gives its connection back, and waits until it is asked to lead again.
"""
from __future__ import absolute_import

import errno
import select
import threading

from .compat import low_level_thread

LOOK_SECONDS = 0.005
# Looks without work after which the main thread sleeps until there is some.
_QUIET_LOOKS = 20
# Requests that take longer than this, by a running average, are worth a thread each: handing over takes some hundredths of it.
_LONG_SECONDS = 0.001
_WEIGHT = 0.125


class Leading(object):
    """The lead over a worker's request connections.

    `sockets` are their sockets, `claim` makes a connection of one when its first request comes, `start_thread` starts a RequestThread and returns it.
    """

    def __init__(self, sockets, claim, start_thread):
        self._claim = claim
        self._start_thread = start_thread
        self._poll = select.epoll()
        self._unclaimed = dict((each.fileno(), each) for each in sockets)
        self._connections = {}
        for descriptor in self._unclaimed:
            self._poll.register(descriptor, select.EPOLLIN)
        self._left = len(self._unclaimed)
        self._changing = threading.Lock()
        self._followers = []
        self._taken = 0
        self._leader = None
        self._average = 0.0
        self._begun = 0
        self._seen = 0
        self._quiet = 0

    def fileno(self):
        """Readable while a request waits to be read."""
        return self._poll.fileno()

    @property
    def busy(self):
        """How many requests are in the worker."""
        return sum(1 for each in list(self._connections.values()) if each.busy)

    def connection(self, descriptor):
        """The RequestConnection of a socket; None before its first request and after its end."""
        return self._connections.get(descriptor)

    # For the leader.

    def wait(self):
        """Connections with something to read; None when no connection is left."""
        while self._left:
            try:
                ready = self._poll.poll()
            except (IOError, OSError) as error:
                if error.errno == errno.EINTR:  # Only 2.7 is woken by signals.
                    continue
                raise
            return [self._connections.get(descriptor) or self._first(descriptor) for descriptor, _ in ready]
        self._poll.close()
        return None

    def _first(self, descriptor):
        self._connections[descriptor] = connection = self._claim(self._unclaimed.pop(descriptor))
        return connection

    def begin(self, thread, connection):
        """The leader takes up a connection. From here on the lead may be taken from it."""
        self._begun += 1
        connection.thread = thread
        thread.connection = connection
        thread.lead.append(True)
        if self._average > _LONG_SECONDS:
            self.pass_on(thread)

    def end(self, thread, seconds):
        """The connection has been served. False when the lead is gone."""
        self._average += (seconds - self._average) * _WEIGHT
        try:
            thread.lead.pop()
            return True
        except IndexError:
            return False

    # For whoever is about to wait, and for the main thread.

    def pass_on(self, thread):
        """Takes the lead from a thread that is in a request, and gives it to another."""
        with self._changing:  # Before the lead is taken: who finds it gone comes back under this lock, and must not be faster.
            try:
                thread.lead.pop()
            except IndexError:
                return  # Somebody was faster, or the request has ended.
            connection = thread.connection
            if not connection.closed:
                self._poll.unregister(connection.fileno())
                connection.apart = True
            self._taken += 1
            self._leader = None
            self._appoint()

    def look(self):
        """What the main thread does every LOOK_SECONDS while there is work; False when there was none for a while."""
        leader = self._leader
        if leader is None:
            with self._changing:
                self._appoint()
        if self._begun != self._seen:
            self._seen = self._begun
            self._quiet = 0
        elif leader is not None and leader.lead:
            self.pass_on(leader)
        else:
            self._quiet += 1
        return self._quiet < _QUIET_LOOKS

    def wake(self):
        """There is work after a time without: somebody must lead, and `look` is called again."""
        self._quiet = 0
        if self._leader is None:
            with self._changing:
                self._appoint()

    # For a thread that has lost the lead.

    def follow(self, thread):
        """Gives the thread's connection back and waits to lead again."""
        with self._changing:
            self._taken -= 1
            connection = thread.connection
            if not connection.closed:
                self._poll.register(connection.fileno(), select.EPOLLIN)
                connection.apart = False
            if self._leader is None:
                self._leader = thread
                return
            self._followers.append(thread)
        thread.asked.acquire()

    def close(self, connection):
        """Ends a connection."""
        with self._changing:
            descriptor = connection.fileno()
            del self._connections[descriptor]
            self._left -= 1
            if not connection.apart:
                self._poll.unregister(descriptor)  # Closing is not enough: on 2.7 it waits for the last reference.
            connection.close()

    def _appoint(self):
        """Somebody leads, unless all connections are in other hands. Under the lock."""
        if self._leader is not None or self._taken >= self._left:
            return
        if self._followers:
            self._leader = self._followers.pop()
            self._leader.asked.release()
            return
        try:
            self._leader = self._start_thread(self)
        except low_level_thread.error:
            pass  # No more threads: the next that comes back leads, or the next look tries again.
