"""A request, seen through its WSGI environ: everything is read from there, and what is set is written there."""
from __future__ import absolute_import

import io
import re

from _wsgi_strings import native, to_bytes, to_text, url_quote, urljoin, wsgi_bytes, wsgi_string

from . import charsets, multipart
from .acceptparse import Accept, AcceptCharset, AcceptLanguage, MIMEAccept
from .byterange import Range
from .cachecontrol import CacheControl
from .cookies import RequestCookies
from .dates import parse_date, serialize_date
from .descriptors import environ_parsed, environ_text
from .etag import AnyETag, ETagMatcher, IfRange, NoETag
from .headers import EnvironHeaders
from .multidict import GetDict, NestedMultiDict, NoVars
from .numbers import whole_number
from .request_body import RequestBody
from .sample import blank_environ

__all__ = ['BaseRequest', 'Request']

_CHARSET = re.compile(r'charset\s*=\s*"?([^\s;"]+)', re.IGNORECASE)
_FORMS = ('', 'application/x-www-form-urlencoded', 'multipart/form-data')
_WITH_FORM = ('POST', 'PUT', 'PATCH')
# Bytes after the path that need no escape in a URL.
_PATH_SAFE = "/~!$&'()*+,;=:@"


class Request(RequestBody):
    """`Request(environ)`; further keywords set attributes."""

    default_charset = 'UTF-8'

    def __init__(self, environ, charset=None, **attributes):
        if type(environ) is not dict:
            raise TypeError('A request is made of a WSGI environ, a dict, not of %r.' % type(environ).__name__)
        self.environ = environ
        if charset:
            self.charset = charset
        for name, value in attributes.items():
            if not hasattr(type(self), name):
                raise TypeError('A request has no attribute %s.' % name)
            setattr(self, name, value)

    @classmethod
    def blank(cls, path, environ=None, base_url=None, headers=None, POST=None, **attributes):
        """A request made up: of a path or URL, more environ entries, headers, and a form (values may be (file name, content))."""
        request = cls(blank_environ(path, base_url, POST, environ))
        if headers:
            request.headers.update(headers)
        for name, value in attributes.items():
            setattr(request, name, value)
        return request

    # The request line.

    method = environ_text('REQUEST_METHOD', 'GET')
    scheme = environ_text('wsgi.url_scheme', 'http')
    http_version = environ_text('SERVER_PROTOCOL', 'HTTP/1.0')
    query_string = environ_text('QUERY_STRING', '')
    server_name = environ_text('SERVER_NAME')
    server_port = environ_parsed('SERVER_PORT', lambda value: int(value or 80))
    remote_user = environ_text('REMOTE_USER')
    remote_addr = environ_text('REMOTE_ADDR')
    url_encoding = 'UTF-8'

    def _text(self, key):
        return to_text(wsgi_bytes(self.environ.get(key, '')), self.url_encoding)

    def _put_text(self, key, value):
        self.environ[key] = wsgi_string(to_bytes(value, self.url_encoding))

    script_name = property(lambda self: self._text('SCRIPT_NAME'), lambda self, value: self._put_text('SCRIPT_NAME', value))
    path_info = property(lambda self: self._text('PATH_INFO'), lambda self, value: self._put_text('PATH_INFO', value))

    @property
    def host(self):
        """Host and port as the client named them."""
        return self.environ.get('HTTP_HOST') or '%s:%s' % (self.environ.get('SERVER_NAME', 'localhost'), self.environ.get('SERVER_PORT', '80'))

    @host.setter
    def host(self, value):
        self.environ['HTTP_HOST'] = value

    @property
    def domain(self):
        """The host without its port."""
        host = self.host
        return host.rpartition(':')[0] if re.search(r':\d+$', host) else host

    @property
    def host_port(self):
        match = re.search(r':(\d+)$', self.host)
        return match.group(1) if match else '443' if self.scheme == 'https' else '80'

    @property
    def host_url(self):
        """Scheme and host, without the port where it is the usual one."""
        usual = ':443' if self.scheme == 'https' else ':80'
        host = self.host
        return '%s://%s' % (self.scheme, host[:-len(usual)] if host.endswith(usual) else host)

    @property
    def application_url(self):
        return self.host_url + url_quote(wsgi_bytes(self.environ.get('SCRIPT_NAME', '')), _PATH_SAFE)

    @property
    def path(self):
        """The path, percent-encoded."""
        return url_quote(wsgi_bytes(self.environ.get('SCRIPT_NAME', '') + self.environ.get('PATH_INFO', '')), _PATH_SAFE)

    @property
    def path_url(self):
        return self.host_url + self.path

    @property
    def path_qs(self):
        query = self.query_string
        return self.path + ('?' + query if query else '')

    @property
    def url(self):
        return self.host_url + self.path_qs

    def relative_url(self, other_url, to_application=False):
        """A URL given relative to this request, or to the application."""
        base = self.application_url if to_application else self.path_url
        return urljoin(base if not to_application or base.endswith('/') else base + '/', other_url)

    def path_info_peek(self):
        """The path's first segment, or None."""
        path = self.path_info
        return path.lstrip('/').partition('/')[0] if path else None

    def path_info_pop(self, pattern=None):
        """Takes the first segment off path_info and onto script_name; returns it, or None."""
        path = self.path_info
        if not path:
            return None
        stripped = path.lstrip('/')
        segment, slash, rest = stripped.partition('/')
        if pattern is not None and not re.match(pattern, segment):
            return None
        self.script_name += path[:len(path) - len(stripped)] + segment
        self.path_info = slash + rest
        return segment

    @property
    def is_xhr(self):
        return self.environ.get('HTTP_X_REQUESTED_WITH', '') == 'XMLHttpRequest'

    @property
    def client_addr(self):
        """The client's address, through proxies when they say it."""
        forwarded = self.environ.get('HTTP_X_FORWARDED_FOR', '').partition(',')[0].strip()
        return forwarded or self.environ.get('REMOTE_ADDR')

    # Headers.

    @property
    def headers(self):
        return EnvironHeaders(self.environ)

    @headers.setter
    def headers(self, value):
        current = self.headers
        for name in list(current):
            del current[name]
        current.update(value)

    @property
    def content_type(self):
        """The media type, without its parameters."""
        return self.environ.get('CONTENT_TYPE', '').partition(';')[0].strip()

    @content_type.setter
    def content_type(self, value):
        self.environ['CONTENT_TYPE'] = value or ''

    @property
    def charset(self):
        match = _CHARSET.search(self.environ.get('CONTENT_TYPE', ''))
        return match and charsets.known(match.group(1)) or self.default_charset

    @charset.setter
    def charset(self, value):
        kept = [each.strip() for each in self.environ.get('CONTENT_TYPE', '').split(';') if not _CHARSET.match(each.strip())]
        self.environ['CONTENT_TYPE'] = '; '.join(kept + (['charset=' + value] if value else []))

    content_length = environ_parsed('CONTENT_LENGTH', whole_number)
    accept = environ_parsed('HTTP_ACCEPT', MIMEAccept)
    accept_charset = environ_parsed('HTTP_ACCEPT_CHARSET', AcceptCharset)
    accept_encoding = environ_parsed('HTTP_ACCEPT_ENCODING', Accept)
    accept_language = environ_parsed('HTTP_ACCEPT_LANGUAGE', AcceptLanguage)
    authorization = environ_parsed('HTTP_AUTHORIZATION', lambda value: tuple(value.split(None, 1)) if value and ' ' in value.strip() else value, ' '.join)
    cache_control = environ_parsed('HTTP_CACHE_CONTROL', CacheControl.parse)
    date = environ_parsed('HTTP_DATE', parse_date, serialize_date)
    from_ = environ_text('HTTP_FROM')
    if_match = environ_parsed('HTTP_IF_MATCH', lambda value: ETagMatcher.parse(value, strong=True) if value else AnyETag)
    if_none_match = environ_parsed('HTTP_IF_NONE_MATCH', lambda value: ETagMatcher.parse(value) if value else NoETag)
    if_modified_since = environ_parsed('HTTP_IF_MODIFIED_SINCE', parse_date, serialize_date)
    if_unmodified_since = environ_parsed('HTTP_IF_UNMODIFIED_SINCE', parse_date, serialize_date)
    if_range = environ_parsed('HTTP_IF_RANGE', lambda value: IfRange(value) if value else None)
    max_forwards = environ_parsed('HTTP_MAX_FORWARDS', whole_number)
    pragma = environ_text('HTTP_PRAGMA')
    range = environ_parsed('HTTP_RANGE', Range.parse)
    referer = referrer = environ_text('HTTP_REFERER')
    user_agent = environ_text('HTTP_USER_AGENT')

    def remove_conditional_headers(self, remove_encoding=True, remove_range=True, remove_match=True, remove_modified=True):
        """Makes sure that a response comes whole."""
        for remove, names in ((remove_encoding, ('ACCEPT_ENCODING',)), (remove_range, ('RANGE', 'IF_RANGE')),
                              (remove_match, ('IF_MATCH', 'IF_NONE_MATCH')), (remove_modified, ('IF_MODIFIED_SINCE', 'IF_UNMODIFIED_SINCE'))):
            for name in names if remove else ():
                self.environ.pop('HTTP_' + name, None)

    @property
    def cookies(self):
        return RequestCookies(self.environ)

    @cookies.setter
    def cookies(self, value):
        self.environ.pop('HTTP_COOKIE', None)
        self.cookies.update(value)

    # Parameters.

    @property
    def GET(self):
        """The parameters of the query string."""
        query = self.environ.get('QUERY_STRING', '')
        cached = self.environ.get('webob._parsed_query_vars')
        if cached is None or cached[1] != query:
            try:
                pairs = multipart.parse_urlencoded(wsgi_bytes(query), self.url_encoding)
            except multipart.FormError as error:
                raise _bad_request(error)
            cached = self.environ['webob._parsed_query_vars'] = (GetDict(pairs, self.environ), query)
        return cached[0]

    str_GET = queryvars = property(lambda self: self.GET)

    @property
    def POST(self):
        """The fields of a form in the body; files are FieldStorage. HTTPBadRequest when the form is broken."""
        if self.method not in _WITH_FORM:
            return NoVars('A %s request has no form.' % self.method)
        if self.content_type.lower() not in _FORMS:
            return NoVars('The body is %s, not a form.' % self.content_type)
        self.make_body_seekable()
        stream = self.environ['wsgi.input']
        cached = self.environ.get('webob._parsed_post_vars')
        if cached is None or cached[1] is not stream:
            cached = self.environ['webob._parsed_post_vars'] = (self._parse_form(stream.getvalue()), stream)
        return cached[0]

    str_POST = postvars = property(lambda self: self.POST)

    def _parse_form(self, data):
        from .multidict import MultiDict
        try:
            if self.content_type.lower() != 'multipart/form-data':
                return MultiDict(multipart.parse_urlencoded(data, self.charset))
            options = multipart.parse_options(self.environ.get('CONTENT_TYPE', ''))[1]
            return MultiDict(multipart.parse_multipart(data, options.get('boundary', ''), self.charset) if data else [])
        except multipart.FormError as error:
            raise _bad_request(error)

    @property
    def params(self):
        """The parameters of query string and form, in this order."""
        return NestedMultiDict(self.GET, self.POST)

    str_params = property(lambda self: self.params)

    @property
    def urlvars(self):
        """What a router found by name."""
        return self.environ.setdefault('wsgiorg.routing_args', ((), {}))[1]

    @urlvars.setter
    def urlvars(self, value):
        self.environ['wsgiorg.routing_args'] = (self.urlargs, value)

    @property
    def urlargs(self):
        """What a router found by position."""
        return self.environ.setdefault('wsgiorg.routing_args', ((), {}))[0]

    @urlargs.setter
    def urlargs(self, value):
        self.environ['wsgiorg.routing_args'] = (value, self.urlvars)

    # The request as a whole.

    def copy(self):
        """A request of its own with the same body."""
        self.make_body_seekable()
        environ = dict(self.environ)
        environ['webob.body'] = environ['wsgi.input'] = io.BytesIO(self.body)
        return type(self)(environ)

    def copy_get(self):
        """A GET of the same URL without the body."""
        environ = dict(self.environ, REQUEST_METHOD='GET', CONTENT_LENGTH='0')
        environ['webob.body'] = environ['wsgi.input'] = io.BytesIO()
        environ.pop('CONTENT_TYPE', None)
        environ.pop('webob._parsed_post_vars', None)
        return type(self)(environ)

    def call_application(self, application):
        """(status, headers, body iterable) of a WSGI application."""
        captured, written = [], []

        def start_response(status, headers, exc_info=None):
            captured[:] = [status, headers]
            return written.append
        parts = application(self.environ, start_response)
        if not captured or written:
            try:
                written.extend(parts)
            finally:
                getattr(parts, 'close', lambda: None)()
            parts = written
        return captured[0], captured[1], parts

    def get_response(self, application):
        """A Response with what a WSGI application answers."""
        status, headers, parts = self.call_application(application)
        return self.ResponseClass(status=status, headerlist=list(headers), app_iter=parts)

    send = get_response

    @property
    def ResponseClass(self):
        from .response import Response
        return Response

    def as_bytes(self, skip_body=False):
        """The request as it looks on the wire."""
        lines = ['%s %s %s' % (self.method, self.path_qs, self.http_version)]
        lines += ['%s: %s' % pair for pair in sorted(self.headers.items())]
        head = '\r\n'.join(lines).encode('latin-1', 'replace')
        return head if skip_body else head + b'\r\n\r\n' + self.body

    def __str__(self):
        return native(self.as_bytes(), 'latin-1')

    def __repr__(self):
        return '<%s %s %s>' % (type(self).__name__, self.method, self.url)


BaseRequest = Request


def _bad_request(error):
    from .exc import HTTPBadRequest
    return HTTPBadRequest(str(error))
