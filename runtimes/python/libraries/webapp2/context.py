"""The application and the request that the running thread works for."""
from __future__ import absolute_import

import threading

current = threading.local()


def get_app():
    """The active WSGIApplication. AssertionError when there is none."""
    app = getattr(current, 'app', None)
    assert app is not None, 'There is no active webapp2 application here: set_globals() of WSGIApplication makes one active.'
    return app


def get_request():
    """The active Request. AssertionError when there is none."""
    request = getattr(current, 'request', None)
    assert request is not None, 'There is no active webapp2 request here: set_globals() of WSGIApplication makes one active.'
    return request


class RequestContext(object):
    """Makes a request and its response, active for the thread from enter to exit."""

    def __init__(self, app, environ):
        self.app = app
        self.environ = environ

    def __enter__(self):
        request = self.app.request_class(self.environ)
        response = self.app.response_class()
        request.app, request.response = self.app, response
        self._before = getattr(current, 'app', None), getattr(current, 'request', None)
        self.app.set_globals(app=self.app, request=request)
        return request, response

    def __exit__(self, kind, value, trace):
        # An application that called another one in the same thread is active again.
        if self._before[0] is None:
            self.app.clear_globals()
        else:
            self.app.set_globals(*self._before)
