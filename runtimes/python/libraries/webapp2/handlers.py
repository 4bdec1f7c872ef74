"""Request handlers, how the router calls them, and what they do most: redirect, abort, build URLs."""
from __future__ import absolute_import

import logging
import sys

from _wsgi_strings import native, urljoin
from webob import exc

from .context import get_request

#: Methods of a handler, and of WSGIApplication.allowed_methods by default.
METHODS = ('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE')
_REDIRECTS = (301, 302, 303, 305, 307, 308)


def abort(code, *args, **kwargs):
    """Raises the HTTP exception of a code. KeyError when there is none."""
    if code not in exc.status_map:
        raise KeyError('There is no HTTP exception for the code %r.' % code)
    raise exc.status_map[code](*args, **kwargs)


def redirect(uri, permanent=False, abort=False, code=None, body=None, request=None, response=None):
    """A response that redirects; a relative `uri` is taken as relative to the request. With `abort` it is raised."""
    if code is None:
        code = 301 if permanent else 302
    if code not in _REDIRECTS:
        raise ValueError('%r is not the code of a redirect; there are %s.' % (code, ', '.join(map(str, _REDIRECTS))))
    uri = native(uri)
    if '\r' in uri or '\n' in uri:  # urljoin would quietly leave them out.
        raise ValueError('The URL of a redirect has a line break: %r.' % uri)
    if uri.startswith(('.', '/')):
        request = request or get_request()
        uri = native(urljoin(request.url, uri))
    if abort:
        exception = exc.status_map[code](headers=[('Location', uri)])
        if body is not None:
            exception.body = body if isinstance(body, bytes) else body.encode('utf-8')
        raise exception
    if response is None:
        request = request or get_request()
        response = request.app.response_class()
    else:
        response.clear()
    response.headers['Location'] = uri
    response.status = code
    if body is not None:
        response.write(body)
    return response


def redirect_to(_name, _permanent=False, _abort=False, _code=None, _body=None, _request=None, _response=None, *args, **kwargs):
    """A redirect to the URL of a route."""
    uri = uri_for(_name, _request=_request, *args, **kwargs)
    return redirect(uri, permanent=_permanent, abort=_abort, code=_code, body=_body, request=_request, response=_response)


def uri_for(_name, _request=None, *args, **kwargs):
    """The URL of a route, with values for its variables; see Route.build."""
    request = _request or get_request()
    return request.app.router.build(request, _name, args, kwargs)


class RequestHandler(object):
    """Made for each request; the method named as the request's (get, post, ...) answers it."""

    def __init__(self, request=None, response=None):
        self.initialize(request, response)

    def initialize(self, request, response):
        """Takes over request and response; the place for what a subclass prepares."""
        from .application import WSGIApplication
        self.request = request
        self.response = response
        self.app = WSGIApplication.active_instance or getattr(request, 'app', None)

    def dispatch(self):
        """Calls the method that answers the request, with the route's arguments."""
        request = self.request
        name = request.route.handler_method or request.method.lower().replace('-', '_')
        method = getattr(self, name, None)
        if method is None:
            self.abort(405, headers=[('Allow', ', '.join(_methods_of(self)))])
        args, kwargs = route_arguments(request)
        try:
            return method(*args, **kwargs)
        except Exception as error:
            return self.handle_exception(error, self.app.debug)

    def error(self, code):
        """Sets the status and drops what was written."""
        self.response.status = code
        self.response.clear()

    def abort(self, code, *args, **kwargs):
        """Raises the HTTP exception of a code."""
        abort(code, *args, **kwargs)

    def redirect(self, uri, permanent=False, abort=False, code=None, body=None):
        """Redirects."""
        return redirect(uri, permanent=permanent, abort=abort, code=code, body=body, request=self.request, response=self.response)

    def redirect_to(self, _name, _permanent=False, _abort=False, _code=None, _body=None, *args, **kwargs):
        """Redirects to the URL of a route."""
        return redirect_to(_name, _permanent, _abort, _code, _body, self.request, self.response, *args, **kwargs)

    def uri_for(self, _name, *args, **kwargs):
        """The URL of a route."""
        return self.app.router.build(self.request, _name, args, kwargs)

    url_for = uri_for

    def handle_exception(self, exception, debug):
        """Called with what a method raises; raises it again, for the application to answer."""
        raise  # noqa: PLE0704 - it is being handled.


class RedirectHandler(RequestHandler):
    """Redirects to `_uri` of the route's defaults: a URL, or a function of the handler and the route's arguments. `_permanent` (True) and `_code` too."""

    def get(self, *args, **kwargs):
        uri = kwargs.pop('_uri', '/')
        permanent = kwargs.pop('_permanent', True)
        code = kwargs.pop('_code', None)
        if callable(uri):
            uri = uri(self, *args, **kwargs)
        self.redirect(uri, permanent=permanent, code=code)

    head = get


class BaseHandlerAdapter(object):
    """Calls a function with the request and the route's arguments."""

    def __init__(self, handler):
        self.handler = handler

    def __call__(self, request, response):
        args, kwargs = route_arguments(request)
        return self.handler(request, *args, **kwargs)


class Webapp2HandlerAdapter(BaseHandlerAdapter):
    """Makes the handler with request and response and lets it dispatch."""

    def __call__(self, request, response):
        handler = self.handler(request, response)
        try:
            return handler.dispatch()
        except Exception as error:
            return handler.handle_exception(error, request.app.debug)


class WebappHandlerAdapter(BaseHandlerAdapter):
    """Calls a handler as webapp, the framework before this one, did: made without arguments, then initialized."""

    def __call__(self, request, response):
        handler = self.handler()
        handler.initialize(request, response)
        method = getattr(handler, request.method.lower().replace('-', '_'), None)
        if method is None:
            handler.error(501)
            return
        args, kwargs = route_arguments(request)
        try:
            method(*args, **kwargs)
        except Exception as error:
            handle = getattr(handler, 'handle_exception', None)
            if handle is None:
                raise
            handle(error, request.app.debug)


def route_arguments(request):
    """What the route found; positional only when nothing has a name."""
    args, kwargs = request.route_args or (), request.route_kwargs or {}
    return (() if kwargs else args), kwargs


def log_exception(error):
    """Writes the exception being handled into the log."""
    logging.getLogger().error('%s', error, exc_info=sys.exc_info())


def _methods_of(handler):
    allowed = handler.app.allowed_methods if handler.app is not None else METHODS
    return sorted(name for name in allowed if getattr(handler, name.lower().replace('-', '_'), None) is not None)
