"""Which request the running thread works for."""
from __future__ import absolute_import

import threading


class _Current(threading.local):
    """Per thread; class attributes are what a thread starts with."""

    request = None   # The RequestState, or None outside requests.
    partial = None   # {stream: text of a line not yet ended}
    loading = False  # While this thread imports the app's modules.


current = _Current()


class RequestState(object):
    """What one request has gathered. Class attributes are its defaults: most requests never set them."""

    connection = None  # Where API calls go.
    variables = None   # os.environ of this request, built when first asked for.
    lines = ()         # Log lines: (level, unix microseconds, text).
    at_once = False    # Its log lines do not wait for its end.
    dropped = 0        # Log lines beyond the limit.
    threads = None     # ThreadRecords of threads started in the request.
    work = None        # Locks of pool work submitted in the request.
    output = None      # Where a CGI script's standard output goes.
    closed = False     # The response is on its way: what still runs belongs to no request.

    # See deadlines.py.
    struck = False     # Its time is over, or is just being told to be.
    told = False       # The strike is done.
    shielded = False   # Its own thread is where nothing may be raised from outside.
    due = False        # The strike came while it was: raised at the section's end.
    waiter = None      # What the strike ends.

    def __init__(self, environ, connection):
        self.environ = environ
        self.connection = connection
        connection.number = self.number = connection.number + 1
