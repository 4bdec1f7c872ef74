"""A response as a WSGI application: conditions, one range, whole URLs in Location."""
from __future__ import absolute_import

import re

from _wsgi_strings import native, urljoin

from .reasons import reason

_WITHOUT_BODY = (204, 304)
_OF_THE_BODY = ('content-length', 'content-type', 'content-encoding', 'content-language', 'content-range', 'content-md5')
_SCHEME = re.compile(r'^[a-z][a-z0-9+.-]*:', re.IGNORECASE)


class Answering(object):
    """The part of Response that answers."""

    def __call__(self, environ, start_response):
        if self.conditional_response:
            return self.conditional_response_app(environ, start_response)
        return self._send(environ, start_response, self._status, self.headerlist, self._app_iter)

    def conditional_response_app(self, environ, start_response):
        """Answers 304 when the client has this body already, and 206 with the one range that it asks for."""
        from .request import Request
        request = Request(environ)
        if request.method in ('GET', 'HEAD') and self.status_int == 200:
            if self._is_known_to(request):
                headers = [pair for pair in self.headerlist if pair[0].lower() not in _OF_THE_BODY]
                return self._send(environ, start_response, '304 ' + reason(304), headers, self._app_iter)
            if request.range and (request.if_range is None or self in request.if_range):
                return self._send_range(environ, start_response, request.range)
        return self._send(environ, start_response, self._status, self.headerlist, self._app_iter)

    def _is_known_to(self, request):
        if request.if_none_match:
            return self.etag is not None and self.etag in request.if_none_match
        since, modified = request.if_modified_since, self.last_modified
        return since is not None and modified is not None and modified <= since

    def _send_range(self, environ, start_response, wanted):
        body = self.body
        within = wanted.range_for_length(len(body))
        headers = [pair for pair in self.headerlist if pair[0].lower() not in ('content-length', 'content-md5')]
        if within is None:
            headers += [('Content-Range', 'bytes */%d' % len(body)), ('Content-Length', '0')]
            return self._send(environ, start_response, '416 ' + reason(416), headers, [])
        start, end = within
        headers += [('Content-Range', 'bytes %d-%d/%d' % (start, end - 1, len(body))), ('Content-Length', str(end - start))]
        return self._send(environ, start_response, '206 ' + reason(206), headers, [body[start:end]])

    def _send(self, environ, start_response, status, headers, parts):
        start_response(status, [_absolute(environ, pair) for pair in headers])
        if environ.get('REQUEST_METHOD') == 'HEAD' or int(status[:3]) in _WITHOUT_BODY:
            getattr(parts, 'close', lambda: None)()
            return []
        return parts


def _absolute(environ, header):
    """Location is sent as a whole URL."""
    name, value = header
    if name.lower() != 'location' or _SCHEME.match(value):
        return header
    from .request import Request
    request = Request(environ)
    base = request.path_url if not value.startswith('//') else request.host_url
    return name, native(urljoin(base, value))
