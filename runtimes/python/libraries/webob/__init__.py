"""Requests and responses of WSGI, compatible with the WebOb that App Engine's python27 runtime had. Our own implementation of the part that apps use."""
from __future__ import absolute_import

from . import exc
from _wsgi_strings import html_escape
from .dates import UTC, parse_date, serialize_date
from .multidict import MultiDict, NestedMultiDict, NoVars, UnicodeMultiDict
from .multipart import FieldStorage
from .request import BaseRequest, Request
from .response import Response

__version__ = '1.2.3'
__all__ = ['Request', 'BaseRequest', 'Response', 'UTC', 'html_escape', 'parse_date', 'serialize_date', 'MultiDict', 'NestedMultiDict', 'NoVars',
           'UnicodeMultiDict', 'FieldStorage', 'exc']
