"""webapp2's response: webob's, which is its own `out`, and which nothing caches unless told to."""
from __future__ import absolute_import

from _wsgi_strings import native, text_type
import webob
import webob.exc
from webob.headers import ResponseHeaders as WebobHeaders


class ResponseHeaders(WebobHeaders):
    """With the methods of wsgiref's headers."""

    def get_all(self, name):
        """All values of a header."""
        return self.getall(name)

    def add_header(self, _name, _value, **_params):
        """Adds a header; keywords become its parameters, `_` in their names `-`: add_header('Content-Disposition', 'attachment', filename='a.txt')."""
        parts = [] if _value is None else [native(_value)]
        for name, value in _params.items():
            name = name.replace('_', '-')
            parts.append(name if value is None else '%s="%s"' % (name, native(value).replace('\\', '\\\\').replace('"', '\\"')))
        self.add(_name, '; '.join(parts))

    def __str__(self):
        return '\r\n'.join(['%s: %s' % pair for pair in self.items()] + ['', ''])


class Response(webob.Response):
    """What a handler writes."""

    default_charset = 'utf-8'

    def __init__(self, *args, **kwargs):
        webob.Response.__init__(self, *args, **kwargs)
        if 'Cache-Control' not in self.headers:
            self.headers['Cache-Control'] = 'no-cache'

    @property
    def headers(self):
        """A view of headerlist."""
        return ResponseHeaders.view_list(self.headerlist)

    @headers.setter
    def headers(self, value):
        self.headerlist = list(ResponseHeaders(value).items())

    @property
    def out(self):
        """Where a handler writes: the response itself."""
        return self

    def write(self, text):
        """Adds text, bytes, or anything else as text."""
        if not isinstance(text, (bytes, text_type)):
            text = text_type(text)
        if isinstance(text, text_type) and not self.charset and 'Content-Type' in self.headers:
            self.charset = self.default_charset
        # Nothing is returned: handlers that end with `return self.response.write(...)` return no other response.
        webob.Response.write(self, text)

    @property
    def status_message(self):
        """The words after the code."""
        return self.status.partition(' ')[2]

    @status_message.setter
    def status_message(self, message):
        self.status = '%d %s' % (self.status_int, message)

    def set_status(self, code, message=None):
        """A code, with the usual words or others."""
        self.status = code if message is None else '%d %s' % (int(code), message)

    def has_error(self):
        """Whether the status is 400 or more."""
        return self.status_int >= 400

    def clear(self):
        """Drops what was written."""
        self.body = b''

    def wsgi_write(self, start_response):
        """Answers through a WSGI start_response and its `write`."""
        write = start_response(self.status, self.headerlist)
        write(self.body)

    @staticmethod
    def http_status_message(code):
        """The usual words for a code. KeyError when there are none."""
        if code not in webob.exc.status_map:
            raise KeyError('There is no HTTP status %r.' % code)
        return webob.exc.status_map[code].title
