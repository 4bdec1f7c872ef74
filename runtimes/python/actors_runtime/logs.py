"""Log lines: what the app prints or logs, with a level and a time, gathered per request; outside requests sent on the control connection.

Standard output is logged at level info, standard error at level error, as App Engine does. A record of the logging module keeps its own level.
"""
from __future__ import absolute_import

import logging
import sys
import time

from .compat import PY2
from .context import current
from .exact import text as exact_text

DEBUG, INFO, WARNING, ERROR, CRITICAL = range(5)
MAX_LINES = 1000
MAX_LINE_BYTES = 8192
_CUT = u' [cut at 8 KB]'
_KEPT_BYTES = MAX_LINE_BYTES - len(_CUT)


class _Sink(object):
    """Where lines outside requests go, and how paths are shown; set once, in the worker."""

    send = staticmethod(lambda lines: None)
    code = ''
    source = ''


sink = _Sink()


def shown(text):
    """The text with the paths of the code tree as the developer knows them."""
    if sink.source and sink.code in text:
        return text.replace(sink.code, sink.source)
    return text


def add(level, text, limited=True):
    """Adds a line to the running request, or to the process's log. Thread-safe. `limited` is false for the worker's own last words."""
    line = (level, int(time.time() * 1000000), _cut(shown(exact_text(text))))
    request = current.request
    if request is None or request.closed or request.at_once:
        sink.send((line,))
    elif not request.lines:
        request.lines = [line]
    elif len(request.lines) < MAX_LINES or not limited:
        request.lines.append(line)
    else:
        request.dropped += 1


def level_of(number):
    """The level for one of the logging module's numbers."""
    if number >= 30:
        return CRITICAL if number >= 50 else ERROR if number >= 40 else WARNING
    return INFO if number >= 20 else DEBUG


def finish(request):
    """The lines of a request that ends, with a note when some were dropped."""
    if request.dropped:
        add(WARNING, u'%d log lines were dropped: a request keeps %d.' % (request.dropped, MAX_LINES), limited=False)
    return request.lines


def flush_partial():
    """Lines that this thread has begun and not ended become lines."""
    partial = current.partial
    current.partial = None
    for stream, text in (partial or {}).items():
        if text:
            add(stream.level, text)


def _cut(text):
    if len(text) * 4 <= MAX_LINE_BYTES:
        return text
    data = text.encode('utf-8')
    if len(data) <= MAX_LINE_BYTES:
        return text
    return data[:_KEPT_BYTES].decode('utf-8', 'ignore') + _CUT


class RequestLogHandler(logging.Handler):
    """The root handler of the python27 runtime: the message and the exception, without a prefix."""

    def emit(self, record):
        try:
            add(level_of(record.levelno), self.format(record))
        except Exception:
            self.handleError(record)


class CapturedStream(object):
    """Stands for sys.stdout or sys.stderr: lines of text become log lines. A CGI script's standard output is its response instead."""

    encoding = 'UTF-8'
    errors = 'replace'
    newlines = None
    closed = False
    line_buffering = True
    mode = 'w'

    def __init__(self, name, level, descriptor):
        self.name = name
        self.level = level
        self._descriptor = descriptor
        if not PY2:
            self.buffer = _CapturedBytes(self)

    def write(self, text):
        if not PY2 and not isinstance(text, str):
            raise TypeError('write() argument must be str, not %s' % type(text).__name__)
        request = current.request
        if request is not None and request.output is not None and self.level == INFO:
            request.output.write(text if isinstance(text, bytes) else text.encode('utf-8', 'replace'))
        else:
            self._add(exact_text(text))
        return None if PY2 else len(text)

    def _add(self, text):
        partial = current.partial
        if partial is None:
            partial = current.partial = {}
        begun = partial.get(self)
        if begun:
            text = begun + text
        lines = text.split(u'\n')
        last = lines.pop()
        for line in lines:
            add(self.level, line)
        # More than a whole line's worth is cut anyway: do not gather it.
        partial[self] = last[:MAX_LINE_BYTES + 1]

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        """Lines are sent whole; there is nothing to flush."""

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def fileno(self):
        return self._descriptor

    def close(self):
        """The stream stays: it belongs to the process."""

    def reconfigure(self, **changes):
        """The stream is UTF-8 and cut into lines, whatever is asked."""


class _CapturedBytes(object):
    """sys.stdout.buffer."""

    def __init__(self, stream):
        self._stream = stream
        self.name = stream.name
        self.raw = self

    def write(self, data):
        request = current.request
        if request is not None and request.output is not None and self._stream.level == INFO:
            return request.output.write(data)
        self._stream._add(bytes(data).decode('utf-8', 'replace'))
        return len(data)

    def flush(self):
        """See CapturedStream."""

    def writable(self):
        return True

    def fileno(self):
        return self._stream.fileno()


stdout = CapturedStream('<stdout>', INFO, 1)
stderr = CapturedStream('<stderr>', ERROR, 2)


def install_levels():
    """Records that a StreamHandler would print on the captured streams keep their level: basicConfig and lastResort work as anywhere else."""
    original = logging.StreamHandler.emit

    def emit(self, record):
        if isinstance(self.stream, CapturedStream):
            try:
                add(level_of(record.levelno), self.format(record))
            except Exception:
                self.handleError(record)
        else:
            original(self, record)

    logging.StreamHandler.emit = emit


def capture():
    """Puts the streams in place."""
    sys.stdout = sys.__stdout__ = stdout
    sys.stderr = sys.__stderr__ = stderr


def record_everything():
    """In the python27 runtime the root logger records everything from debug on, as App Engine did."""
    root = logging.getLogger()
    root.addHandler(RequestLogHandler())
    root.setLevel(logging.DEBUG)
