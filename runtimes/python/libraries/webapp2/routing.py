"""Routes: what a path must look like, which handler answers it, and how to build the path again."""
from __future__ import absolute_import

import re

from _wsgi_strings import to_text, url_encode, url_quote, urlsplit, urlunsplit, wsgi_bytes
from webob import exc

from .imports import cached_property
from .templates import Template


class BaseRoute(object):
    """What all routes have."""

    template = None
    name = None
    handler = None
    handler_method = None
    handler_adapter = None
    build_only = False

    def __init__(self, template, handler=None, name=None, build_only=False):
        if build_only and name is None:
            raise ValueError('The route %s is only there to build URLs, so it needs a name.' % template)
        self.template, self.handler, self.name, self.build_only = template, handler, name, build_only

    def match(self, request):
        """(route, args, kwargs), or None."""
        raise NotImplementedError()

    def build(self, request, args, kwargs):
        """A URL."""
        raise NotImplementedError()

    def get_routes(self):
        """All routes: this one, or those nested in it."""
        yield self

    def get_match_routes(self):
        """Routes to try against a path. ValueError when one cannot match anything."""
        for route in self.get_routes():
            if not route.build_only:
                yield route
            elif not route.name:
                raise ValueError('The route %r is only there to build URLs, so it needs a name.' % route)

    def get_build_routes(self):
        """(name, route) of all that have a name."""
        for route in self.get_routes():
            if route.name is not None:
                yield route.name, route

    def __repr__(self):
        return '<%s(%r, %r, name=%r)>' % (type(self).__name__, self.template, self.handler, self.name)


class SimpleRoute(BaseRoute):
    """A regular expression for the whole path; its groups are the handler's arguments."""

    @cached_property
    def regex(self):
        expression = self.template
        return re.compile(('' if expression.startswith('^') else '^') + expression + ('' if expression.endswith('$') else '$') + r'\Z')

    def match(self, request):
        found = self.regex.match(unquoted_path(request))
        return (self, found.groups(), {}) if found else None


class Route(BaseRoute):
    """A template such as `/blog/<year:\\d{4}>`; its variables are the handler's keyword arguments, those without a name its positional ones."""

    def __init__(self, template, handler=None, name=None, defaults=None, build_only=False, handler_method=None, methods=None, schemes=None):
        BaseRoute.__init__(self, template, handler, name, build_only)
        self.defaults = defaults or {}
        self.methods = methods
        self.schemes = schemes
        if isinstance(handler, str) and ':' in handler:
            if handler_method:
                raise ValueError('The route %s has its method twice: in handler_method and in %r.' % (template, handler))
            self.handler, handler_method = handler.rsplit(':', 1)
        self.handler_method = handler_method

    @cached_property
    def parsed(self):
        """The template's parts."""
        return Template(self.template)

    @cached_property
    def regex(self):
        return re.compile(self.parsed.pattern)

    variables = property(lambda self: self.parsed.variables)
    reverse_template = property(lambda self: self.parsed.reverse_template)
    args_count = property(lambda self: self.parsed.args_count)
    kwargs_count = property(lambda self: self.parsed.kwargs_count)

    def match(self, request):
        """(route, args, kwargs), or None. HTTPMethodNotAllowed when only the method is wrong."""
        found = self.regex.match(unquoted_path(request))
        if not found or (self.schemes and request.scheme not in self.schemes):
            return None
        if self.methods and request.method not in self.methods:
            raise exc.HTTPMethodNotAllowed(headers=[('Allow', ', '.join(sorted(self.methods)))])
        args, kwargs = self.parsed.split(found.groupdict())
        return self, args, dict(self.defaults, **kwargs)

    def build(self, request, args, kwargs):
        """A path, or a whole URL with _full, _scheme or _netloc; _fragment is appended, what the template does not know becomes the query."""
        kwargs = dict(kwargs)
        scheme, netloc, fragment = kwargs.pop('_scheme', None), kwargs.pop('_netloc', None), kwargs.pop('_fragment', None)
        if kwargs.pop('_full', False) and not scheme:
            scheme = request.scheme
        if scheme or netloc:
            scheme, netloc = scheme or request.scheme, netloc or request.host
        path, unused = self.parsed.fill(args, kwargs, self.defaults)
        pairs = []
        for name, value in sorted(unused.items()):
            for each in value if isinstance(value, (list, tuple)) else [value]:
                pairs.append((name, each))
        return with_parts(path, url_encode(pairs), scheme, netloc, fragment)


def unquoted_path(request):
    """The path as routes see it: decoded; text on 3, as templates are, and bytes of UTF-8 on 2.7, so that `str` templates match."""
    path = wsgi_bytes(request.environ.get('SCRIPT_NAME', '')) + wsgi_bytes(request.environ.get('PATH_INFO', ''))
    return path if bytes is str else to_text(path)


def with_parts(path, query, scheme=None, netloc=None, fragment=None):
    """A URL of its parts."""
    parts = urlsplit(path)
    if query and parts.query:
        query = parts.query + '&' + query
    return urlunsplit((scheme or parts.scheme, netloc or parts.netloc, parts.path, query or parts.query, _fragment(fragment) or parts.fragment))


def _fragment(value):
    return url_quote(value, "/~!$&'()*+,;=:@?") if value else ''


__all__ = ['BaseRoute', 'SimpleRoute', 'Route']
