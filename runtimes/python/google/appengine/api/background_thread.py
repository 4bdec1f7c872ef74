"""Threads that outlive the request that starts them: on instances of basic and manual scaling, ten at a time in each."""
from __future__ import absolute_import

import threading

from actors_runtime import lifecycle as _lifecycle
from actors_runtime import system_messages as _messages
from google.appengine.api import apiproxy_stub_map
from google.appengine.runtime import apiproxy_errors

__all__ = ['start_new_background_thread', 'BackgroundThread', 'Error', 'FrontendsNotSupported', 'BackgroundThreadLimitReachedError']


class Error(Exception):
    """Base of this module's errors; itself: the platform could not start the thread."""


class FrontendsNotSupported(Error):
    """The instance is scaled automatically."""


class BackgroundThreadLimitReachedError(Error):
    """The instance has as many background threads as it may."""


_ERRORS = {_messages.BACKEND_REQUIRED: FrontendsNotSupported, _messages.LIMIT_REACHED: BackgroundThreadLimitReachedError}


def start_new_background_thread(target, args, kwargs=None):
    """Runs target(*args, **kwargs) in a new background thread, and returns that thread's identifier."""
    thread = BackgroundThread(target=target, args=args, kwargs=kwargs or {})
    thread.start()
    return thread.ident


class BackgroundThread(threading.Thread):
    """As threading.Thread, but it goes on when the request that started it has ended. os.environ and log are its own. It ends with its instance:
    google.appengine.api.runtime.is_shutting_down() says when that comes.
    """

    def start(self):
        """Starts the thread. Raises the errors of this module; RuntimeError when it was started before."""
        if self.ident is not None:
            raise RuntimeError('threads can only be started once')
        run = _lifecycle.BackgroundRun(self)
        ticket = _request_id()
        _lifecycle.pairing.offer(ticket, run)
        run.started.wait(_lifecycle.PAIRING_SECONDS)
        if not run.started.is_set() and _lifecycle.pairing.withdraw(ticket):
            raise Error('The platform did not start the background thread in time.')
        if run.refusal is not None:
            raise Error('The background thread did not start: %s' % (run.refusal,))


def _request_id():
    response = _messages.StartBackgroundRequestResponse()
    try:
        apiproxy_stub_map.MakeSyncCall(_messages.SERVICE, 'StartBackgroundRequest', _messages.StartBackgroundRequestRequest(), response)
    except apiproxy_errors.ApplicationError as error:
        raise _ERRORS.get(error.application_error, Error)(error.error_detail)
    return response.request_id
