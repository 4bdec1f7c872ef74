"""Errors of API calls, whichever the service."""
from __future__ import absolute_import


class Error(Exception):
    """Base of all errors of API calls."""


class RPCFailedError(Error):
    """The call failed for a reason outside the app."""


class CallNotFoundError(Error):
    """There is no such service or method."""


class ArgumentError(Error):
    """The service could not read the request."""


class DeadlineExceededError(Error):
    """The call took too long. Not the error of a request that takes too long: that is google.appengine.runtime.DeadlineExceededError."""


class CancelledError(Error):
    """The call was given up, usually because its request has ended."""


class ApplicationError(Error):
    """The service answered with one of its own error codes."""

    def __init__(self, application_error, error_detail=''):
        Error.__init__(self, application_error, error_detail)
        self.application_error = application_error
        self.error_detail = error_detail

    def __str__(self):
        return 'ApplicationError: %d %s' % (self.application_error, self.error_detail)


class OverQuotaError(Error):
    """A quota is used up."""


class RequestTooLargeError(Error):
    """The request is larger than the service takes."""


class ResponseTooLargeError(Error):
    """The response is larger than the service may send."""


class CapabilityDisabledError(Error):
    """A part of the service is switched off for now."""


class FeatureNotEnabledError(Error):
    """The app may not use this feature."""


class InterruptedError(Error):  # noqa: A001 - App Engine's name.
    """Another exception came while the call was being waited for."""

    def __init__(self, exception, rpc):
        Error.__init__(self, 'The call was interrupted by: %s' % (exception,))
        self.exception = exception
        self.rpc = rpc
