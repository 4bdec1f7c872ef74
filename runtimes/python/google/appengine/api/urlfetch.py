"""Fetches URLs: `fetch`, or `create_rpc` and `make_fetch_call` to have several fetched at the same time."""
from __future__ import absolute_import

import io
import threading

from actors_runtime import urlfetch_messages as _messages
from actors_runtime.compat import PY2, text_type
from google.appengine.api import apiproxy_stub_map
from google.appengine.api.urlfetch_errors import *  # noqa: F401,F403 - App Engine has them here too.
from google.appengine.api import urlfetch_errors as _errors
from google.appengine.runtime import apiproxy_errors

MAX_REDIRECTS = 5
GET, POST, HEAD, PUT, DELETE, PATCH = 1, 2, 3, 4, 5, 6

_WITH_PAYLOAD = (POST, PUT, PATCH)
_ERRORS = {
    _messages.INVALID_URL: _errors.InvalidURLError, _messages.DEADLINE_EXCEEDED: _errors.DeadlineExceededError,
    _messages.SSL_CERTIFICATE_ERROR: _errors.SSLCertificateError, _messages.DNS_ERROR: _errors.DNSLookupFailedError,
    _messages.CLOSED: _errors.ConnectionClosedError, _messages.INTERNAL_TRANSIENT_ERROR: _errors.InternalTransientError,
    _messages.TOO_MANY_REDIRECTS: _errors.TooManyRedirectsError, _messages.MALFORMED_REPLY: _errors.MalformedReplyError,
    _messages.PAYLOAD_TOO_LARGE: _errors.PayloadTooLargeError,
}
_defaults = threading.local()


def fetch(url, payload=None, method=GET, headers={}, allow_truncated=False, follow_redirects=True, deadline=None, validate_certificate=None):
    """Fetches and waits. The result has content (bytes), status_code, headers, final_url and content_was_truncated; errors are those of urlfetch_errors."""
    rpc = create_rpc(deadline)
    make_fetch_call(rpc, url, payload, method, headers, allow_truncated, follow_redirects, validate_certificate)
    return rpc.get_result()


Fetch = fetch


def create_rpc(deadline=None, callback=None):
    """For make_fetch_call. Deadline in seconds; without one that of set_default_fetch_deadline, or the platform's, 5 seconds."""
    return apiproxy_stub_map.UserRPC(_messages.SERVICE, get_default_fetch_deadline() if deadline is None else deadline, callback)


def make_fetch_call(rpc, url, payload=None, method=GET, headers={}, allow_truncated=False, follow_redirects=True, validate_certificate=None):
    """Starts a fetch and returns the rpc; its get_result() waits for the result, as fetch gives it."""
    method = _method(method)
    request = _messages.FetchRequest(Method=method, Url=_url(url), FollowRedirects=bool(follow_redirects))
    if payload and method in _WITH_PAYLOAD:
        request.Payload = payload.encode('utf-8') if isinstance(payload, text_type) else bytes(payload)
    for name in headers or ():
        request.header.append(_messages.header(name, headers[name]))
    if rpc.deadline is not None:
        request.Deadline = float(rpc.deadline)
    if validate_certificate is not None:
        request.MustValidateServerCertificate = bool(validate_certificate)
    rpc.make_call('Fetch', request, _messages.FetchResponse(), _result, allow_truncated)
    return rpc


def set_default_fetch_deadline(value):
    """The deadline in seconds of this thread's fetches that name none; None for the platform's."""
    _defaults.deadline = value


def get_default_fetch_deadline():
    """What set_default_fetch_deadline has set in this thread, or None."""
    return getattr(_defaults, 'deadline', None)


def _method(method):
    number = _messages.METHODS.get(method.upper()) if isinstance(method, (str, text_type)) else method
    if number not in _messages.METHODS.values():
        raise _errors.InvalidMethodError('The method %r cannot be used; there are %s.' % (method, ', '.join(sorted(_messages.METHODS))))
    return number


def _url(url):
    if not isinstance(url, (str, text_type)):
        raise _errors.InvalidURLError('%r is not a URL.' % (url,))
    return url


def _result(rpc):
    url = rpc.request.Url
    try:
        rpc.check_success()
    except apiproxy_errors.DeadlineExceededError as failure:
        raise _errors.DeadlineExceededError('%s: %s' % (url, failure))
    except apiproxy_errors.RequestTooLargeError as failure:
        raise _errors.PayloadTooLargeError('%s: %s' % (url, failure))
    except apiproxy_errors.ApplicationError as failure:
        if failure.application_error == _messages.RESPONSE_TOO_LARGE:
            raise _errors.ResponseTooLargeError(None)
        raise _ERRORS.get(failure.application_error, _errors.DownloadError)('Unable to fetch %s: %s' % (url, failure.error_detail or 'no reason was given'))
    result = _Result(rpc.response)
    if result.content_was_truncated and not rpc.user_data:
        raise _errors.ResponseTooLargeError(result)
    return result


class _Headers(dict):
    """Headers by name; upper and lower case are the same."""

    def __init__(self, pairs):
        dict.__init__(self)
        self._names = {}
        for name, value in pairs:
            self[name] = '%s, %s' % (self[name], value) if name in self else value

    def __setitem__(self, name, value):
        dict.__setitem__(self, self._names.setdefault(name.lower(), name), value)

    def __getitem__(self, name):
        return dict.__getitem__(self, self._names.get(name.lower(), name))

    def __delitem__(self, name):
        dict.__delitem__(self, self._names.pop(name.lower(), name))

    def __contains__(self, name):
        return name.lower() in self._names

    has_key = __contains__

    def get(self, name, default=None):
        return self[name] if name in self else default


class _Result(object):
    """What a fetch brought."""

    def __init__(self, response):
        self.content = response.Content
        self.status_code = response.StatusCode
        self.content_was_truncated = bool(response.ContentWasTruncated)
        self.final_url = response.FinalUrl or None
        self._pairs = [(_messages.native(each.Key), _messages.native(each.Value)) for each in response.header]
        self.headers = _Headers(self._pairs)

    @property
    def header_msg(self):
        """The headers as the standard library's httplib has them, repeated ones apart."""
        text = ''.join('%s: %s\r\n' % pair for pair in self._pairs) + '\r\n'
        if PY2:
            import httplib
            return httplib.HTTPMessage(io.BytesIO(text))
        import http.client
        return http.client.parse_headers(io.BytesIO(text.encode('latin-1', 'replace')))
