"""A response: status, headers and body, and a WSGI application that answers with them."""
from __future__ import absolute_import

import base64
import hashlib
import json
import re
from datetime import datetime, timedelta

from _wsgi_strings import integer_types, native, string_types, text_type, to_bytes

from . import etag as entity_tags
from .answering import Answering
from .cachecontrol import CacheControl
from .cookies import make_cookie
from .dates import UTC
from .descriptors import header_date, header_delta, header_list, header_number, header_text
from .headers import ResponseHeaders
from .reasons import reason

__all__ = ['Response']

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s;"]+)"?', re.IGNORECASE)


class Response(Answering):
    """`Response(body, status, headerlist, app_iter, content_type, conditional_response, charset)`; further keywords set attributes."""

    default_content_type = 'text/html'
    default_charset = 'UTF-8'
    default_conditional_response = False
    unicode_errors = 'strict'
    request = None
    environ = None

    def __init__(self, body=None, status=None, headerlist=None, app_iter=None, content_type=None, conditional_response=None, **more):
        self._headers = ResponseHeaders()
        self._app_iter = []
        self.status = 200 if status is None else status
        self.conditional_response = self.default_conditional_response if conditional_response is None else bool(conditional_response)
        if headerlist is not None:
            self.headerlist = headerlist
        else:
            self._set_type(content_type or self.default_content_type, more.pop('charset', self.default_charset))
        if headerlist is not None and content_type:
            self.content_type = content_type
        if 'charset' in more:
            self.charset = more.pop('charset')
        for name, value in more.items():
            if not hasattr(type(self), name):
                raise TypeError('A response has no attribute %s.' % name)
            setattr(self, name, value)
        if app_iter is not None:
            if body is not None:
                raise TypeError('Give a response a body or an app_iter, not both.')
            self._app_iter = app_iter
        elif isinstance(body, text_type):
            self.text = body
        elif body is not None:
            self.body = body
        elif headerlist is None:
            self.content_length = 0

    def _set_type(self, content_type, charset):
        if charset and 'charset=' not in content_type and _has_charset(content_type):
            content_type += '; charset=' + charset
        self.headers['Content-Type'] = content_type

    # Status.

    @property
    def status(self):
        """Such as `200 OK`; may be set to a number or to the whole line."""
        return self._status

    @status.setter
    def status(self, value):
        if isinstance(value, integer_types):
            value = '%d %s' % (value, reason(value))
        value = native(value, 'latin-1') if isinstance(value, (bytes,) + string_types) else None
        if value is None or not re.match(r'^[1-9]\d\d(\s|$)', value) or '\n' in value or '\r' in value:
            raise ValueError('A status is a number of three digits and a reason, such as "404 Not Found".')
        self._status = value if ' ' in value else '%s %s' % (value, reason(int(value)))

    @property
    def status_int(self):
        return int(self._status[:3])

    @status_int.setter
    def status_int(self, code):
        self.status = int(code)

    status_code = status_int

    # Headers.

    @property
    def headers(self):
        return self._headers

    @headers.setter
    def headers(self, value):
        self._headers = type(self._headers)(value)

    @property
    def headerlist(self):
        """The headers as a list of pairs."""
        return self._headers._items

    @headerlist.setter
    def headerlist(self, value):
        self._headers = type(self._headers)(value)

    allow = header_list('Allow')
    vary = header_list('Vary')
    accept_ranges = header_text('Accept-Ranges')
    age = header_number('Age')
    content_length = header_number('Content-Length')
    content_disposition = header_text('Content-Disposition')
    content_encoding = header_text('Content-Encoding')
    content_language = header_list('Content-Language')
    content_location = header_text('Content-Location')
    content_md5 = header_text('Content-MD5')
    content_range = header_text('Content-Range')
    date = header_date('Date')
    expires = header_date('Expires')
    last_modified = header_date('Last-Modified')
    location = header_text('Location')
    pragma = header_text('Pragma')
    retry_after = header_delta('Retry-After')
    server = header_text('Server')
    www_authenticate = header_text('WWW-Authenticate')

    @property
    def etag(self):
        """The entity tag without its quotes; set with text, or (text, whether it is a strong one)."""
        return entity_tags.unquoted(self.headers.get('ETag'))

    @etag.setter
    def etag(self, value):
        if value is None:
            self.headers.pop('ETag', None)
        else:
            self.headers['ETag'] = entity_tags.quoted(value)

    @property
    def etag_strong(self):
        """The tag when it is a strong one."""
        header = self.headers.get('ETag')
        return None if header is None or header.startswith('W/') else entity_tags.unquoted(header)

    @property
    def content_type(self):
        """The media type, without its parameters; setting it keeps the charset."""
        header = self.headers.get('Content-Type')
        return header.partition(';')[0].strip() if header else None

    @content_type.setter
    def content_type(self, value):
        if not value:
            self.headers.pop('Content-Type', None)
            return
        value = native(value)
        parameters = self.headers.get('Content-Type', '').partition(';')[2]
        self.headers['Content-Type'] = value + ';' + parameters if parameters and ';' not in value else value

    @content_type.deleter
    def content_type(self):
        self.headers.pop('Content-Type', None)

    @property
    def content_type_params(self):
        from .multipart import parse_options
        return parse_options(self.headers.get('Content-Type', ''))[1]

    @property
    def charset(self):
        match = _CHARSET.search(self.headers.get('Content-Type', ''))
        return match.group(1) if match else None

    @charset.setter
    def charset(self, value):
        header = self.headers.get('Content-Type')
        if header is None:
            if value is None:
                return
            raise AttributeError('A response without a content type has no charset.')
        header = _CHARSET.sub('', header)
        self.headers['Content-Type'] = header + '; charset=' + native(value) if value else header

    @charset.deleter
    def charset(self):
        self.charset = None

    @property
    def cache_control(self):
        return CacheControl.parse(self.headers.get('Cache-Control'), self._write_cache_control)

    @cache_control.setter
    def cache_control(self, value):
        if isinstance(value, dict):
            value = CacheControl(dict((name.replace('_', '-'), None if each is True else each) for name, each in value.items()))
        self._write_cache_control('' if value is None else str(value))

    @cache_control.deleter
    def cache_control(self):
        self._write_cache_control('')

    def _write_cache_control(self, value):
        if value:
            self.headers['Cache-Control'] = value
        else:
            self.headers.pop('Cache-Control', None)

    def cache_expires(self, seconds=0, **directives):
        """Lets caches keep the response for so long (seconds or a timedelta; 0: not at all)."""
        if seconds is True:
            seconds = 0
        elif isinstance(seconds, timedelta):
            seconds = seconds.days * 86400 + seconds.seconds
        control = self.cache_control
        if seconds is None:
            control.no_store = control.no_cache = control.max_age = None
            self.expires = None
        elif not seconds:
            control.no_store = control.no_cache = control.must_revalidate = True
            control.max_age = 0
            self.expires = datetime.fromtimestamp(0, UTC)
        else:
            control.no_store = control.no_cache = None
            control.max_age = int(seconds)
            self.expires = timedelta(seconds=int(seconds))
        for name, value in directives.items():
            setattr(control, name, value)

    # Cookies.

    def set_cookie(self, key=None, value='', max_age=None, path='/', domain=None, secure=False, httponly=False, comment=None, expires=None,
                   overwrite=False, samesite=None, **names):
        """One more cookie; with `overwrite` instead of an earlier one of this name. A value of None makes the browser forget it."""
        name = names.pop('name', key)
        if name is None or names:
            raise TypeError('set_cookie needs a name, and does not know %s.' % ', '.join(sorted(names) or ['anything else']))
        if overwrite:
            self.unset_cookie(name, strict=False)
        self.headers.add('Set-Cookie', make_cookie(name, value, max_age, path, domain, secure, httponly, comment, expires, samesite))

    def delete_cookie(self, key=None, path='/', domain=None, **names):
        """Makes the browser forget a cookie; path and domain must be those that it was set with."""
        self.set_cookie(names.pop('name', key), None, path=path, domain=domain)

    def unset_cookie(self, name, strict=True):
        """Takes back a cookie that this response would have set."""
        name = native(name)
        kept = [pair for pair in self.headerlist if pair[0].lower() != 'set-cookie' or pair[1].partition('=')[0] != name]
        if strict and len(kept) == len(self.headerlist):
            raise KeyError('The response sets no cookie %r.' % name)
        self.headerlist[:] = kept

    def merge_cookies(self, response):
        """Adds the cookies of this response to another one, or to what a WSGI application answers."""
        cookies = [pair for pair in self.headerlist if pair[0].lower() == 'set-cookie']
        if hasattr(response, 'headerlist'):
            response.headerlist.extend(cookies)
            return response

        def application(environ, start_response):
            def with_cookies(status, headers, exc_info=None):
                return start_response(status, list(headers) + cookies, exc_info)
            return response(environ, with_cookies)
        return application

    # The body.

    @property
    def app_iter(self):
        """What WSGI iterates over."""
        return self._app_iter

    @app_iter.setter
    def app_iter(self, value):
        self._app_iter = value
        self.content_length = None

    @app_iter.deleter
    def app_iter(self):
        self.body = b''

    @property
    def body(self):
        """The whole body as bytes."""
        parts = self._app_iter
        if type(parts) is not list or len(parts) > 1:
            try:
                self._app_iter = [b''.join(parts)]
            finally:
                getattr(parts, 'close', lambda: None)()
            if self.content_length is None:
                self.content_length = len(self._app_iter[0])
        return self._app_iter[0] if self._app_iter else b''

    @body.setter
    def body(self, value):
        if not isinstance(value, bytes):
            raise TypeError('The body of a response is bytes, not %s; set `text` instead.' % type(value).__name__)
        self._app_iter = [value] if value else []
        self.content_length = len(value)
        self.content_md5 = None

    @body.deleter
    def body(self):
        self.body = b''

    @property
    def text(self):
        """The body as text of the response's charset."""
        if not self.charset:
            raise AttributeError('A response without a charset has no text; set `charset`, or use `body`.')
        return self.body.decode(self.charset, self.unicode_errors)

    @text.setter
    def text(self, value):
        if not self.charset:
            raise AttributeError('A response without a charset has no text; set `charset`, or use `body`.')
        if not isinstance(value, text_type):
            raise TypeError('The text of a response is text, not %s.' % type(value).__name__)
        self.body = value.encode(self.charset)

    @text.deleter
    def text(self):
        self.body = b''

    unicode_body = ubody = text

    @property
    def json(self):
        """The body as JSON. ValueError when it is something else."""
        return json.loads(self.body.decode(self.charset or 'utf-8'))

    @json.setter
    def json(self, value):
        self.body = json.dumps(value, separators=(',', ':')).encode(self.charset or 'utf-8')

    json_body = json

    def write(self, text):
        """Adds text or bytes to the body; returns how many bytes."""
        data = text if isinstance(text, bytes) else None
        if data is None:
            if not isinstance(text, text_type):
                raise TypeError('A response is written in text or bytes, not in %s.' % type(text).__name__)
            data = to_bytes(text, self.charset or 'utf-8')
        if type(self._app_iter) is not list:
            self.body = self.body
        self._app_iter.append(data)
        if self.content_length is not None:
            self.content_length += len(data)
        return len(data)

    @property
    def body_file(self):
        """A stream that writes to the body."""
        return _BodyFile(self)

    @body_file.setter
    def body_file(self, stream):
        self.app_iter = iter(lambda: stream.read(1 << 16), b'')

    def md5_etag(self, body=None, set_content_md5=False):
        """Sets the entity tag to a digest of the body."""
        digest = base64.b64encode(hashlib.md5(self.body if body is None else body).digest())
        self.etag = native(digest).strip('=').replace('/', '_')
        if set_content_md5:
            self.content_md5 = native(digest)

    def copy(self):
        """A response of its own."""
        body = self.body
        other = type(self)(status=self._status, headerlist=list(self.headerlist), conditional_response=self.conditional_response)
        other._app_iter = [body] if body else []
        return other

    def __str__(self):
        head = '\n'.join([self._status] + ['%s: %s' % pair for pair in self.headerlist])
        return head + '\n\n' + native(self.body, self.charset or 'latin-1')

    def __repr__(self):
        return '<%s %s>' % (type(self).__name__, self._status)


class _BodyFile(object):
    """What templates and csv writers write to."""

    closed = False

    def __init__(self, response):
        self._response = response
        self.encoding = response.charset

    def write(self, text):
        return self._response.write(text)

    def writelines(self, lines):
        for each in lines:
            self.write(each)

    def flush(self):
        pass

    def close(self):
        raise NotImplementedError('The body of a response stays open until it is sent.')


def _has_charset(content_type):
    return content_type.startswith('text/') or content_type.startswith('application/xml') or content_type.endswith('+xml')
