"""HTTP errors and redirects that are exceptions and responses at once: raise one, or answer with it."""
from __future__ import absolute_import

from _wsgi_strings import html_escape, native, to_text, urljoin

from .reasons import reason
from .response import Response


class HTTPException(Exception):
    """An exception with a response behind it."""

    def __init__(self, message='', wsgi_response=None):
        Exception.__init__(self, message)
        self.wsgi_response = wsgi_response

    def __call__(self, environ, start_response):
        return self.wsgi_response(environ, start_response)


class WSGIHTTPException(Response, HTTPException):
    """`detail` is shown to the client (escaped), `comment` too, but only in the page's source; `headers` are added."""

    code = 500
    title = None
    explanation = ''
    empty_body = False

    def __init__(self, detail=None, headers=None, comment=None, body_template=None, json_formatter=None, **more):
        Response.__init__(self, status='%d %s' % (self.code, self.title), **more)
        detail = to_text(detail) if isinstance(detail, bytes) else detail
        Exception.__init__(self, detail)
        self.detail = self.message = detail
        self.comment = comment
        self.body_template = body_template
        for name, value in headers.items() if hasattr(headers, 'items') else headers or ():
            if name.lower() in ('content-type', 'content-length', 'location'):
                self.headers[name] = value
            else:
                self.headers.add(name, value)
        if self.empty_body:
            self.content_type = None
            self.content_length = None

    @property
    def wsgi_response(self):
        return self

    def __str__(self):
        return native(self.detail or self.explanation)

    def _words(self):
        """The paragraphs of the page."""
        words = [self.explanation]
        if self.detail:
            words.append(self.detail)
        return words

    def plain_body(self, environ):
        return u'%s\n\n%s\n' % (to_text(self.status), u'\n\n'.join(to_text(each) for each in self._words()))

    def html_body(self, environ):
        status = html_escape(self.status)
        if self.body_template is not None:
            from string import Template
            values = dict((name, html_escape(value)) for name, value in environ.items() if isinstance(value, str))
            values.update(explanation=html_escape(self.explanation), detail=html_escape(self.detail), comment=html_escape(self.comment), br=u'<br />',
                          status=status)
            content = Template(to_text(self.body_template)).safe_substitute(values)
        else:
            content = u'\n'.join(u'<p>%s</p>' % html_escape(each) for each in self._words())
        comment = u'<!-- %s -->\n' % html_escape(self.comment).replace(u'--', u'&#45;&#45;') if self.comment else u''
        return u'<html>\n<head>\n<title>%s</title>\n</head>\n<body>\n<h1>%s</h1>\n%s\n%s</body>\n</html>\n' % (status, status, content, comment)

    def generate_response(self, environ, start_response):
        """The page as HTML or, for a client that does not ask for HTML, as text."""
        html = 'html' in environ.get('HTTP_ACCEPT', '') or '*/*' in environ.get('HTTP_ACCEPT', '') or not environ.get('HTTP_ACCEPT')
        page = Response(self.html_body(environ) if html else self.plain_body(environ), status=self.status, charset='UTF-8',
                        content_type='text/html' if html else 'text/plain')
        page.headerlist.extend(pair for pair in self.headerlist if pair[0].lower() not in ('content-type', 'content-length'))
        return page(environ, start_response)

    def __call__(self, environ, start_response):
        if self._app_iter or self.empty_body:
            return Response.__call__(self, environ, start_response)
        return self.generate_response(environ, start_response)


class HTTPError(WSGIHTTPException):
    """4xx and 5xx."""


class HTTPRedirection(WSGIHTTPException):
    """3xx."""


class HTTPOk(WSGIHTTPException):
    """2xx."""

    code, title = 200, reason(200)


class HTTPClientError(HTTPError):
    """4xx: the client's fault."""

    code, title = 400, reason(400)
    explanation = 'The server could not understand the request.'


class HTTPServerError(HTTPError):
    """5xx: the server's fault."""

    code, title = 500, reason(500)
    explanation = 'The server has met an error and could not answer the request.'


class _HTTPMove(HTTPRedirection):
    """A redirect: `location` may be relative; with `add_slash` it is the request's own URL with a slash at the end."""

    explanation = 'The resource has another address:'

    def __init__(self, detail=None, headers=None, comment=None, body_template=None, location=None, add_slash=False, **more):
        HTTPRedirection.__init__(self, detail, headers, comment, body_template, **more)
        if location is not None and add_slash:
            raise TypeError('Give a redirect a location or add_slash, not both.')
        if location is not None:
            self.location = native(location)
        self.add_slash = add_slash

    def _words(self):
        return HTTPRedirection._words(self) + ([self.location] if self.location else [])

    def __call__(self, environ, start_response):
        from .request import Request
        request = Request(environ)
        if self.add_slash:
            self.location = request.path_url + '/' + ('?' + request.query_string if request.query_string else '')
        if self.location:
            self.location = native(urljoin(request.path_url, self.location))
        return HTTPRedirection.__call__(self, environ, start_response)


# name, code, base, what the page says
_TABLE = (
    ('HTTPCreated', 201, HTTPOk, ''),
    ('HTTPAccepted', 202, HTTPOk, 'The request will be worked on.'),
    ('HTTPNonAuthoritativeInformation', 203, HTTPOk, ''),
    ('HTTPNoContent', 204, HTTPOk, None),
    ('HTTPResetContent', 205, HTTPOk, None),
    ('HTTPPartialContent', 206, HTTPOk, ''),
    ('HTTPMultipleChoices', 300, _HTTPMove, None),
    ('HTTPMovedPermanently', 301, _HTTPMove, 'The resource has moved for good to:'),
    ('HTTPFound', 302, _HTTPMove, 'The resource is for now at:'),
    ('HTTPSeeOther', 303, _HTTPMove, 'The answer is at:'),
    ('HTTPNotModified', 304, HTTPRedirection, None),
    ('HTTPUseProxy', 305, _HTTPMove, 'The resource is reached through the proxy:'),
    ('HTTPTemporaryRedirect', 307, _HTTPMove, 'The resource is for now at:'),
    ('HTTPPermanentRedirect', 308, _HTTPMove, 'The resource has moved for good to:'),
    ('HTTPBadRequest', 400, HTTPClientError, None),
    ('HTTPUnauthorized', 401, HTTPClientError, 'The resource is only for those who have signed in.'),
    ('HTTPPaymentRequired', 402, HTTPClientError, 'The resource has to be paid for.'),
    ('HTTPForbidden', 403, HTTPClientError, 'Access to the resource is forbidden.'),
    ('HTTPNotFound', 404, HTTPClientError, 'The resource could not be found.'),
    ('HTTPMethodNotAllowed', 405, HTTPClientError, 'The method of the request is not allowed for the resource.'),
    ('HTTPNotAcceptable', 406, HTTPClientError, 'The resource has no form that the client accepts.'),
    ('HTTPProxyAuthenticationRequired', 407, HTTPClientError, 'The proxy is only for those who have signed in.'),
    ('HTTPRequestTimeout', 408, HTTPClientError, 'The server has waited too long for the request.'),
    ('HTTPConflict', 409, HTTPClientError, 'The request conflicts with the state of the resource.'),
    ('HTTPGone', 410, HTTPClientError, 'The resource is gone for good.'),
    ('HTTPLengthRequired', 411, HTTPClientError, 'The request must say its length.'),
    ('HTTPPreconditionFailed', 412, HTTPClientError, 'A condition of the request does not hold.'),
    ('HTTPRequestEntityTooLarge', 413, HTTPClientError, 'The body of the request is too large.'),
    ('HTTPRequestURITooLong', 414, HTTPClientError, 'The URL of the request is too long.'),
    ('HTTPUnsupportedMediaType', 415, HTTPClientError, 'The type of the body is not supported.'),
    ('HTTPRequestRangeNotSatisfiable', 416, HTTPClientError, 'The resource has no such range.'),
    ('HTTPExpectationFailed', 417, HTTPClientError, 'The expectation of the request cannot be met.'),
    ('HTTPUnprocessableEntity', 422, HTTPClientError, 'The content of the request cannot be worked on.'),
    ('HTTPLocked', 423, HTTPClientError, 'The resource is locked.'),
    ('HTTPFailedDependency', 424, HTTPClientError, 'Another action that this one depends on has failed.'),
    ('HTTPPreconditionRequired', 428, HTTPClientError, 'The request must be conditional.'),
    ('HTTPTooManyRequests', 429, HTTPClientError, 'There were too many requests in a short time.'),
    ('HTTPRequestHeaderFieldsTooLarge', 431, HTTPClientError, 'The headers of the request are too large.'),
    ('HTTPUnavailableForLegalReasons', 451, HTTPClientError, 'The resource is not shown for legal reasons.'),
    ('HTTPInternalServerError', 500, HTTPServerError, None),
    ('HTTPNotImplemented', 501, HTTPServerError, 'The server does not know this kind of request.'),
    ('HTTPBadGateway', 502, HTTPServerError, 'Another server that was asked gave no good answer.'),
    ('HTTPServiceUnavailable', 503, HTTPServerError, 'The server cannot answer for now.'),
    ('HTTPGatewayTimeout', 504, HTTPServerError, 'Another server that was asked gave no answer in time.'),
    ('HTTPVersionNotSupported', 505, HTTPServerError, 'The version of HTTP is not supported.'),
    ('HTTPInsufficientStorage', 507, HTTPServerError, 'There is no room left.'),
    ('HTTPNetworkAuthenticationRequired', 511, HTTPServerError, 'The network is only for those who have signed in.'),
)

#: {code: class}
status_map = {200: HTTPOk}


def _define(name, code, base, explanation):
    attributes = {'code': code, 'title': reason(code), '__doc__': '%d %s.' % (code, reason(code)), '__module__': __name__}
    if explanation is not None:
        attributes['explanation'] = explanation
    if code in (204, 205, 304):
        attributes['empty_body'] = True
    globals()[name] = status_map[code] = type(name, (base,), attributes)


for _row in _TABLE:
    _define(*_row)

__all__ = ['HTTPException', 'WSGIHTTPException', 'HTTPError', 'HTTPRedirection', 'HTTPOk', 'HTTPClientError', 'HTTPServerError', 'status_map',
           'HTTPExceptionMiddleware'] + [_row[0] for _row in _TABLE]


class HTTPExceptionMiddleware(object):
    """Answers with the HTTP exceptions that an application raises."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        try:
            return self.application(environ, start_response)
        except HTTPException as error:
            return error(environ, start_response)
