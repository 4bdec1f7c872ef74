"""Routes that hold others, and routes that redirect."""
from __future__ import absolute_import

import re

import webapp2
from webapp2.templates import Template


class MultiRoute(object):
    """Several routes as one."""

    routes = ()

    def __init__(self, routes):
        self.routes = routes

    def get_children(self):
        """The nested routes, tuples made into routes."""
        for route in self.routes:
            yield webapp2.SimpleRoute(*route) if isinstance(route, tuple) else route

    def get_match_routes(self):
        """Routes to try against a path."""
        for child in self._prepared():
            for route in child.get_match_routes():
                yield route

    def get_build_routes(self):
        """(name, route) of all that have a name."""
        for child in self._prepared():
            for pair in child.get_build_routes():
                yield pair

    def get_routes(self):
        """All routes."""
        for child in self._prepared():
            for route in child.get_routes():
                yield route

    def _prepared(self):
        if not hasattr(self, '_children'):
            self._children = list(self.get_children())
        return self._children


class DomainRoute(MultiRoute):
    """Routes for a host name, without its port: `DomainRoute('<user>.example.com', routes)`; its variables become keyword arguments."""

    def __init__(self, template, routes):
        MultiRoute.__init__(self, routes)
        self.template = template
        self._pattern = None

    @property
    def regex(self):
        if self._pattern is None:
            # A variable is one label of the name.
            text = re.sub(r'<(\w*)>', r'<\1:[^./]+>', self.template)
            parsed = Template(text)
            self._pattern = parsed, re.compile(parsed.pattern, re.IGNORECASE)
        return self._pattern[1]

    def get_match_routes(self):
        routes = list(MultiRoute.get_match_routes(self))
        if routes:
            yield _OfDomain(self, routes)

    def match_host(self, request):
        """The variables of the host name, or None."""
        host = re.sub(r':\d+$', '', request.host)
        found = self.regex.match(host)
        return found.groupdict() if found else None


class _OfDomain(webapp2.BaseRoute):
    """Tries the nested routes when the host is right."""

    def __init__(self, domain, routes):
        webapp2.BaseRoute.__init__(self, domain.template)
        self._domain, self._routes = domain, routes

    def match(self, request):
        variables = self._domain.match_host(request)
        if variables is None:
            return None
        not_allowed = None
        for route in self._routes:
            try:
                found = route.match(request)
            except webapp2.exc.HTTPMethodNotAllowed as error:
                not_allowed = error
                continue
            if found:
                matched, args, kwargs = found
                return matched, args, dict(kwargs, **variables)
        if not_allowed is not None:
            raise not_allowed
        return None


class _PrefixRoute(MultiRoute):
    """Puts a prefix before an attribute of all nested routes."""

    attribute = None

    def __init__(self, prefix, routes):
        MultiRoute.__init__(self, routes)
        self.prefix = prefix

    def get_children(self):
        for child in MultiRoute.get_children(self):
            for route in child.get_routes():
                value = getattr(route, self.attribute)
                if value is not None and not (self.attribute == 'handler' and not isinstance(value, str)):
                    setattr(route, self.attribute, self.prefix + value)
            yield child


class NamePrefixRoute(_PrefixRoute):
    """Puts a prefix before the names of nested routes."""

    attribute = 'name'


class HandlerPrefixRoute(_PrefixRoute):
    """Puts a prefix before the handlers of nested routes that are given as strings."""

    attribute = 'handler'


class PathPrefixRoute(_PrefixRoute):
    """Puts a prefix before the templates of nested routes; it begins with a slash and does not end with one."""

    attribute = 'template'

    def __init__(self, prefix, routes):
        if not prefix.startswith('/') or prefix.endswith('/'):
            raise ValueError('The prefix of a PathPrefixRoute begins with a slash and does not end with one; %r does not fit.' % prefix)
        _PrefixRoute.__init__(self, prefix, routes)


class RedirectRoute(webapp2.Route):
    """A route that may redirect.

    `redirect_to` is a URL, or a function of the handler and the route's arguments; `redirect_to_name` the name of a route. With `strict_slash`, the path
    without (or with) the slash at its end redirects to the one with (or without) it.
    """

    def __init__(self, template, handler=None, name=None, defaults=None, build_only=False, handler_method=None, methods=None, schemes=None,
                 redirect_to=None, redirect_to_name=None, strict_slash=False):
        webapp2.Route.__init__(self, template, handler, name, defaults, build_only, handler_method, methods, schemes)
        if strict_slash and not name:
            raise ValueError('The route %s has strict_slash, so it needs a name.' % template)
        self.redirect_to = redirect_to
        self.redirect_to_name = redirect_to_name
        self.strict_slash = strict_slash

    def get_match_routes(self):
        if self.redirect_to is not None:
            main = _redirecting(self.template, self.redirect_to, self.name)
        elif self.redirect_to_name is not None:
            main = _redirecting(self.template, _to_name(self.redirect_to_name), self.name)
        else:
            main = self
        if main is self or not self.build_only:
            for route in [main] if main is not self else webapp2.Route.get_match_routes(self):
                yield route
        if self.strict_slash:
            other = self.template[:-1] if self.template.endswith('/') else self.template + '/'
            yield _redirecting(other, _to_name(self.name), None)


def _redirecting(template, uri, name):
    return webapp2.Route(template, webapp2.RedirectHandler, name, defaults={'_uri': uri})


def _to_name(name):
    def build(handler, *args, **kwargs):
        # The parameters of the request go along.
        uri = handler.uri_for(name, *args, **kwargs)
        query = handler.request.query_string
        return uri + ('&' if '?' in uri else '?') + query if query else uri
    return build
