"""The WSGI application: context, dispatch, errors.

    environ -> RequestContext -> method allowed? -> Router.dispatch -> response
                                        an exception -> error_handlers[code], or the exception's own response, or 500
"""
from __future__ import absolute_import

import sys
import traceback

from _wsgi_strings import html_escape, string_types
from webob import exc

from .config import Config
from .context import RequestContext, current
from .handlers import METHODS, log_exception
from .imports import import_string
from .requests import Request
from .responses import Response
from .router import Router


class _OfThread(object):
    """`WSGIApplication.app` and its like: what is active in the asking thread."""

    def __init__(self, name):
        self._name = name

    def __get__(self, instance, owner=None):
        return getattr(current, self._name, None)


class WSGIApplication(object):
    """`WSGIApplication(routes, debug, config)`. `error_handlers` {code: function(request, response, exception), or its dotted name} answers errors,
    `registry` keeps what lives as long as the application."""

    allowed_methods = frozenset(METHODS)
    request_class = Request
    response_class = Response
    router_class = Router
    request_context_class = RequestContext
    config_class = Config

    app = active_instance = _OfThread('app')
    request = _OfThread('request')

    def __init__(self, routes=None, debug=False, config=None):
        self.debug = debug
        self.registry = {}
        self.error_handlers = {}
        self.config = self.config_class(config)
        self.router = self.router_class(routes)

    def set_globals(self, app=None, request=None):
        """Makes an application and a request active in this thread."""
        current.app, current.request = app, request

    def clear_globals(self):
        """The opposite."""
        current.app = current.request = None

    def __call__(self, environ, start_response):
        with self.request_context_class(self, environ) as (request, response):
            try:
                if request.method not in self.allowed_methods:
                    raise exc.HTTPNotImplemented()
                result = self.router.dispatch(request, response)
                response = response if result is None else result
            except Exception as error:
                response = self._answer(request, response, error)
            try:
                return response(environ, start_response)
            except Exception as error:
                return self._internal_error(error)(environ, start_response)

    def _answer(self, request, response, error):
        """The response to an exception, whatever happens to the app's own handler of it."""
        try:
            result = self.handle_exception(request, response, error)
            return response if result is None else result
        except exc.HTTPException as other:
            return other
        except Exception as other:
            return self._internal_error(other)

    def handle_exception(self, request, response, e):
        """Calls the error handler of the exception's code (500 where it has none); without one, raises the exception again."""
        code = e.code if isinstance(e, exc.HTTPException) else 500
        handler = self.error_handlers.get(code)
        if handler is None:
            raise  # noqa: PLE0704 - it is being handled.
        if isinstance(handler, string_types):
            self.error_handlers[code] = handler = import_string(handler)
        return handler(request, response, e)

    def _internal_error(self, error):
        log_exception(error)
        if not self.debug:
            return exc.HTTPInternalServerError()
        trace = ''.join(traceback.format_exception(*sys.exc_info()))
        page = u'<html>\n<head>\n<title>500 Internal Server Error</title>\n</head>\n<body>\n<h1>500 Internal Server Error</h1>\n<pre>%s</pre>\n</body>\n</html>\n'
        return Response(page % html_escape(trace), status=500)

    def run(self, bare=False):
        """Answers the one request of a CGI script."""
        from wsgiref.handlers import CGIHandler
        CGIHandler().run(self)

    def get_response(self, *args, **kwargs):
        """The response to a request made up: Request.blank's arguments, or a request."""
        request = args[0] if args and isinstance(args[0], self.request_class) else self.request_class.blank(*args, **kwargs)
        answer = request.get_response(self)
        return self.response_class(status=answer.status, headerlist=answer.headerlist, app_iter=answer.app_iter)
