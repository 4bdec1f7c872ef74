"""webapp2, the small framework of App Engine's python27 runtime, on Python 2.7 and 3. Our own implementation of its interface."""
from __future__ import absolute_import

from webob import exc

from .application import WSGIApplication
from .config import DEFAULT_VALUE, REQUIRED_VALUE, Config
from .context import RequestContext, get_app, get_request
from .handlers import (
    BaseHandlerAdapter, RedirectHandler, RequestHandler, Webapp2HandlerAdapter, WebappHandlerAdapter, abort, redirect, redirect_to, uri_for)
from .imports import ImportStringError, cached_property, import_string
from .requests import Request
from .responses import Response, ResponseHeaders
from .router import Router
from .routing import BaseRoute, Route, SimpleRoute

__version_info__ = (2, 5, 2)
__version__ = '2.5.2'
__all__ = [
    'BaseHandlerAdapter', 'BaseRoute', 'Config', 'DEFAULT_VALUE', 'ImportStringError', 'REQUIRED_VALUE', 'RedirectHandler', 'Request', 'RequestContext',
    'RequestHandler', 'Response', 'ResponseHeaders', 'Route', 'Router', 'SimpleRoute', 'WSGIApplication', 'Webapp2HandlerAdapter',
    'WebappHandlerAdapter', 'abort', 'cached_property', 'exc', 'get_app', 'get_request', 'import_string', 'redirect', 'redirect_to', 'uri_for']
