"""The router: finds a request's route, calls its handler, builds URLs; each of these steps can be replaced."""
from __future__ import absolute_import

import inspect

from _wsgi_strings import string_types
from webob import exc

from .handlers import BaseHandlerAdapter, Webapp2HandlerAdapter, WebappHandlerAdapter
from .imports import import_string
from .routing import BaseRoute, SimpleRoute


class Router(object):
    """`match_routes` in order, `build_routes` by name."""

    route_class = SimpleRoute

    def __init__(self, routes=None):
        self.match_routes = []
        self.build_routes = {}
        self.handlers = {}
        self._match, self._build, self._dispatch, self._adapt = (
            type(self).default_matcher, type(self).default_builder, type(self).default_dispatcher, type(self).default_adapter)
        for route in routes or ():
            self.add(route)

    def add(self, route):
        """Adds a route, or a tuple for a SimpleRoute."""
        if isinstance(route, tuple):
            route = self.route_class(*route)
        if not isinstance(route, BaseRoute) and not hasattr(route, 'get_match_routes'):
            raise TypeError('A route is a tuple (regular expression, handler) or a Route, not %r.' % (route,))
        self.match_routes.extend(route.get_match_routes())
        self.build_routes.update(route.get_build_routes())

    def set_matcher(self, func):
        """func(router, request) -> (route, args, kwargs)"""
        self._match = func

    def set_builder(self, func):
        """func(router, request, name, args, kwargs) -> URL"""
        self._build = func

    def set_dispatcher(self, func):
        """func(router, request, response) -> response or None"""
        self._dispatch = func

    def set_adapter(self, func):
        """func(router, handler) -> callable(request, response)"""
        self._adapt = func

    def match(self, request):
        return self._match(self, request)

    def build(self, request, name, args, kwargs):
        return self._build(self, request, name, args, kwargs)

    def dispatch(self, request, response):
        return self._dispatch(self, request, response)

    def adapt(self, handler):
        return self._adapt(self, handler)

    def default_matcher(self, request):
        """The first route that matches. HTTPMethodNotAllowed when only methods were wrong, HTTPNotFound when no path was right."""
        not_allowed = None
        for route in self.match_routes:
            try:
                found = route.match(request)
            except exc.HTTPMethodNotAllowed as error:
                not_allowed = not_allowed or error
                continue
            if found:
                request.route, request.route_args, request.route_kwargs = found
                return found
        raise not_allowed or exc.HTTPNotFound()

    def default_builder(self, request, name, args, kwargs):
        """A URL of the route with this name. KeyError when there is none."""
        route = self.build_routes.get(name)
        if route is None:
            raise KeyError('There is no route named %r; there are: %s.' % (name, ', '.join(sorted(map(str, self.build_routes))) or 'none'))
        return route.build(request, args, kwargs)

    def default_dispatcher(self, request, response):
        """Calls the handler of the request's route; a handler given as a string is imported now."""
        route, _, _ = self.match(request)
        if route.handler_adapter is None:
            handler = route.handler
            if isinstance(handler, string_types):
                if handler not in self.handlers:
                    self.handlers[handler] = import_string(handler)
                handler = self.handlers[handler]
            route.handler_adapter = self.adapt(handler)
        return route.handler_adapter(request, response)

    def default_adapter(self, handler):
        """How to call a handler: a class of webapp2 or of webapp, or a function of the request."""
        if not inspect.isclass(handler):
            return BaseHandlerAdapter(handler)
        return Webapp2HandlerAdapter(handler) if hasattr(handler, 'dispatch') else WebappHandlerAdapter(handler)

    def __repr__(self):
        return '<Router(%r)>' % (self.match_routes + [route for route in self.build_routes.values() if route not in self.match_routes])
