"""What people wrote. Kept in memory: it lasts as long as the instance does."""

import threading
from collections import deque, namedtuple
from datetime import datetime, timezone

Entry = namedtuple('Entry', 'name message written')


class Rejected(Exception):
    """An entry that cannot be taken; its text tells the visitor why."""


class Entries:
    """The newest entries; older ones are forgotten. Safe to use from several threads, as requests run side by side."""

    LONGEST_NAME = 40
    LONGEST_MESSAGE = 500

    def __init__(self, kept=100):
        self._entries = deque(maxlen=kept)
        self._lock = threading.Lock()

    def add(self, name, message):
        name, message = name.strip(), message.strip()
        if not message:
            raise Rejected('Please write something first.')
        if len(name) > self.LONGEST_NAME or len(message) > self.LONGEST_MESSAGE:
            raise Rejected('A name has at most %d characters, a message %d.' % (self.LONGEST_NAME, self.LONGEST_MESSAGE))
        with self._lock:
            self._entries.appendleft(Entry(name or 'Anonymous', message, datetime.now(timezone.utc)))

    def newest(self):
        with self._lock:
            return list(self._entries)
