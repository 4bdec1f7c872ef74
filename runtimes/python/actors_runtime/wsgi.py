"""Running a WSGI application as App Engine does: the whole response is buffered, and checked."""
from __future__ import absolute_import

from io import BytesIO

from . import exact, logs
from .compat import PY2
from .failures import OK, ResponseError, ResponseTooLarge

MAX_RESPONSE_BYTES = 32 << 20
_MAX_KNOWN_STATUSES = 200
# Status lines seen, with their numbers.
_statuses = {}


class WsgiHandler(object):
    """A WSGI application that app.yaml names."""

    def __init__(self, application, settings, path):
        self._application = application
        self.path = path
        self._constant = dict(settings.environ)
        self._constant.update(settings.usual)
        self._constant.update({
            'wsgi.version': (1, 0),
            'wsgi.url_scheme': 'http',
            'wsgi.errors': logs.stderr,
            'wsgi.multithread': settings.threadsafe,
            'wsgi.multiprocess': True,
            'wsgi.run_once': False,
        })
        self._constant.setdefault('SCRIPT_NAME', '')

    def run(self, environ, body):
        """Returns (status, headers, body, error)."""
        variables = self._constant.copy()
        variables.update(environ)
        variables['wsgi.input'] = BytesIO(body)
        if environ.get('HTTPS') == 'on':
            variables['wsgi.url_scheme'] = 'https'
        response = _Response()
        chunks = self._application(variables, response.start)
        kind = type(chunks)
        if (kind is list or kind is tuple) and len(chunks) == 1 and response.written is None:
            content = chunks[0]
            if type(content) is not bytes:
                content = _checked_chunk(content)
        else:
            content = _joined(chunks, response)
        if response.headers is None:
            raise ResponseError('The application returned without calling start_response.')
        if len(content) > MAX_RESPONSE_BYTES:
            raise too_large(len(content))
        return response.status, response.headers, content, OK


class _Response(object):
    """What start_response was told."""

    __slots__ = ('status', 'headers', 'written')

    def __init__(self):
        self.headers = None
        self.written = None

    def start(self, status, headers, exc_info=None):
        """start_response of PEP 3333. Nothing is sent before the end, so a second call with exc_info always replaces the first."""
        if exc_info is not None:
            exc_info = None  # The frames that it holds are not ours to keep.
        elif self.headers is not None:
            raise ResponseError('start_response was called a second time without exc_info.')
        self.status = _statuses.get(status) if type(status) is str else None
        if self.status is None:
            self.status = status_number(status)
        self.headers = checked_headers(headers)
        return self._write

    def _write(self, data):
        if self.written is None:
            self.written = []
        self.written.append(_checked_chunk(data))


def _joined(chunks, response):
    """The whole body; `close` is called whatever happens."""
    try:
        parts = []
        size = 0
        for chunk in chunks:
            if type(chunk) is not bytes:
                chunk = _checked_chunk(chunk)
            size += len(chunk)
            if size > MAX_RESPONSE_BYTES:
                raise too_large(size, 'at least ')
            parts.append(chunk)
    finally:
        close = getattr(chunks, 'close', None)
        if close is not None:
            close()
    return b''.join((response.written or []) + parts)


def too_large(size, prefix=''):
    """The error for a response that is over the limit."""
    return ResponseTooLarge('The response has %s%d bytes; at most %d (32 MB) may be sent.' % (prefix, size, MAX_RESPONSE_BYTES))


def _checked_chunk(chunk):
    if not isinstance(chunk, bytes):
        raise ResponseError('The body must consist of %s, not of %s: %s' % ('str' if PY2 else 'bytes', type(chunk).__name__, _short(chunk)))
    return exact.binary(chunk)


def status_number(status):
    """200 to 599 out of a status line such as '404 Not Found'; ResponseError otherwise."""
    if not isinstance(status, str):
        raise ResponseError('The status must be str, not %s: %s' % (type(status).__name__, _short(status)))
    number = status[:3]
    if not (len(number) == 3 and number.isdigit() and status[3:4] in ('', ' ') and 200 <= int(number) <= 599):
        raise ResponseError('The status must be a number from 200 to 599 and a reason, not %s' % _short(status))
    number = int(number)
    if len(_statuses) < _MAX_KNOWN_STATUSES:
        _statuses[exact.native(status)] = number
    return number


def checked_headers(headers):
    """The headers in exact types; ResponseError when they are not a list of pairs of str."""
    if type(headers) is not list and not isinstance(headers, list):
        raise ResponseError('The headers must be a list, not %s: %s' % (type(headers).__name__, _short(headers)))
    checked = []
    for header in headers:
        if not isinstance(header, tuple) or len(header) != 2:
            raise ResponseError('A header must be a tuple of name and value, not %s' % _short(header))
        name, value = header
        if type(name) is not str or type(value) is not str:
            if not isinstance(name, str) or not isinstance(value, str):
                raise ResponseError("A header's name and value must be str, not %s" % _short(header))
            header = (exact.native(name), exact.native(value))
        elif type(header) is not tuple:
            header = (name, value)
        checked.append(header)
    return checked


def _short(value):
    shown = repr(value)
    return shown if len(shown) <= 200 else shown[:200] + '...'


