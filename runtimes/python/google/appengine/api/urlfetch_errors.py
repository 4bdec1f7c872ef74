"""What can go wrong with a fetch."""
from __future__ import absolute_import


class Error(Exception):
    """Base of all errors of urlfetch."""


class DownloadError(Error):
    """The URL could not be fetched."""


class MalformedReplyError(DownloadError):
    """The server answered with something that is not HTTP."""


class TooManyRedirectsError(DownloadError):
    """The URL is redirected more often than redirects are followed."""


class InternalTransientError(Error):
    """It did not work this time; try again."""


class ConnectionClosedError(DownloadError):
    """The server closed the connection before its answer was complete."""


class InvalidURLError(Error):
    """The URL cannot be fetched: scheme, port, length."""


class PayloadTooLargeError(InvalidURLError):
    """The request's body is larger than 10 MB."""


class DNSLookupFailedError(DownloadError):
    """The host has no address."""


class DeadlineExceededError(DownloadError):
    """The server did not answer in time. Not the error of a request of the app's own that takes too long."""


class ResponseTooLargeError(Error):
    """The response is larger than 32 MB; `response` is the result with what there is of it, or None."""

    def __init__(self, response):
        Error.__init__(self, 'The response is larger than can be fetched; allow_truncated=True takes its beginning.')
        self.response = response


class InvalidMethodError(Error):
    """The method is none of those that can be fetched with."""


class SSLCertificateError(Error):
    """TLS failed: the server's certificate is not good for its name, or nobody trusts it."""
