"""What a developer sees when a request fails: the traceback, without our own frames, with the paths of the source directory."""
from __future__ import absolute_import

import os
import traceback

from google.appengine.runtime import DeadlineExceededError

from . import logs
from .context import current
from .exact import text

OK, APP_FAILURE, NOT_FOUND, LOADING_FAILED, TOO_LARGE, OVERDUE = range(6)
_OUR_DIRECTORY = os.path.dirname(os.path.abspath(__file__)) + os.sep
TEXT_HEADERS = [('Content-Type', 'text/plain; charset=utf-8')]


class ResponseError(Exception):
    """The app's response breaks a rule; the message says which."""


class ResponseTooLarge(ResponseError):
    """The app's response has more bytes than may be sent."""


class HandlerError(Exception):
    """The handler that app.yaml names is not there; the message says what is missing and what there is."""


class HandlerFileMissing(Exception):
    """A CGI script's file does not exist."""


def respond(error, exc_info):
    """Logs the exception at level error and returns it as (status, headers, body, error)."""
    report = describe(exc_info)
    logs.add(logs.ERROR, report, limited=False)
    if isinstance(exc_info[1], ResponseTooLarge):
        error = TOO_LARGE
    elif isinstance(exc_info[1], DeadlineExceededError) and current.request.struck:
        error = OVERDUE
    return 500, TEXT_HEADERS, logs.shown(report).encode('utf-8', 'replace'), error


def not_found(message):
    """The answer when there is no such handler."""
    message = text(message)
    logs.add(logs.ERROR, message, limited=False)
    return 404, TEXT_HEADERS, logs.shown(message).encode('utf-8', 'replace'), NOT_FOUND


def describe(exc_info):
    """The exception as text. Our own exceptions are sentences, not tracebacks."""
    kind, value, trace = exc_info
    if isinstance(value, (ResponseError, HandlerError)):
        return text(str(value))
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OUR_DIRECTORY):
        trace = trace.tb_next
    try:
        lines = [each for each in traceback.format_exception(kind, value, trace) if not each.startswith('  File "' + _OUR_DIRECTORY)]
    except Exception:  # An exception whose own __str__ fails on 2.7.
        lines = traceback.format_tb(trace) + ['%s\n' % getattr(kind, '__name__', kind)]
    return u''.join(text(line) for line in lines)


def raised_within(trace):
    """Whether the exception came from code that was being imported, and not from the import that did not find it."""
    return trace.tb_next is not None
