"""Where API calls go: `MakeSyncCall` and `UserRPC`, over the worker's connection to its host, or to a stub that the app has registered."""
from __future__ import absolute_import

from actors_runtime import api_calls
from google.appengine.runtime import apiproxy_errors


class APIProxyStubMap(object):
    """Stubs by service; a service without one is the host's."""

    def __init__(self):
        self._stubs = {}

    def RegisterStub(self, service, stub):
        """Serves a service by `stub.MakeSyncCall(service, method, request, response)`. One stub per service."""
        if service in self._stubs:
            raise AssertionError('There is a stub for %s already.' % service)
        self._stubs[service] = stub

    def ReplaceStub(self, service, stub):
        """As RegisterStub, in place of the one that is there."""
        self._stubs[service] = stub

    def GetStub(self, service):
        """The service's stub, or None when the host serves it."""
        return self._stubs.get(service)

    def MakeSyncCall(self, service, method, request, response):
        """Calls and waits. Fills `response`; returns None, as stubs do."""
        rpc = UserRPC(service, stubmap=self)
        rpc.make_call(method, request, response)
        rpc.wait()
        rpc.check_success()

    def CancelApiCalls(self):
        """Fails all calls of the process that are under way, with CancelledError: what a shutdown hook does first."""
        api_calls.cancel_all()


class UserRPC(object):
    """One call: made, waited for, checked."""

    def __init__(self, service, deadline=None, callback=None, stubmap=None):
        self.service = service
        self.method = None
        self.deadline = deadline
        self.callback = callback
        self.request = self.response = None
        self._stubs = stubmap or apiproxy
        self._call = self._error = self._hook = None
        self._finished = False

    def make_call(self, method, request, response, get_result_hook=None, user_data=None):
        """Sends the call; `response` is filled when it has been waited for."""
        self.method, self.request, self.response = method, request, response
        self.user_data, self._hook = user_data, get_result_hook
        stub = self._stubs.GetStub(self.service)
        if stub is None:
            self._call = api_calls.start(self.service, method, _serialized(request), self.deadline)
            return
        try:
            stub.MakeSyncCall(self.service, method, request, response)
        except apiproxy_errors.Error as error:
            self._error = error

    def wait(self):
        """Returns when the reply is there. Calls the callback, once."""
        if self._finished:
            return
        if self._call is not None:
            try:
                _parse(self.response, self._call.result())
            except apiproxy_errors.Error as error:
                self._error = error
        self._finished = True
        if self.callback is not None:
            self.callback()

    def check_success(self):
        """Raises what went wrong, if anything."""
        self.wait()
        if self._error is not None:
            raise self._error

    def get_result(self):
        """The result as the service's module sees it; None without its hook."""
        if self._hook is None:
            self.check_success()
            return None
        self.wait()
        return self._hook(self)


def CreateRPC(service, stubmap=None):
    """A call that is not made yet."""
    return UserRPC(service, stubmap=stubmap)


def MakeSyncCall(service, method, request, response):
    """Calls and waits, through the app's stub map."""
    apiproxy.MakeSyncCall(service, method, request, response)


def GetDefaultAPIProxy():
    """A new, empty stub map: every service is the host's."""
    return APIProxyStubMap()


def _serialized(message):
    if isinstance(message, bytes):
        return message
    for name in ('SerializeToString', 'Encode'):
        serialize = getattr(message, name, None)
        if serialize is not None:
            return serialize()
    raise apiproxy_errors.ArgumentError('%s is not a message' % type(message).__name__)


def _parse(message, data):
    for name in ('ParseFromString', 'MergePartialFromString'):
        parse = getattr(message, name, None)
        if parse is not None:
            parse(data)
            return
    raise apiproxy_errors.ArgumentError('%s is not a message' % type(message).__name__)


apiproxy = GetDefaultAPIProxy()
