"""The handlers of an app: found on first use, by one thread at a time, and kept."""
from __future__ import absolute_import

import os
import sys
import threading

from . import failures, lifecycle, lookup
from .cgi_scripts import CgiHandler
from .context import current
from .failures import HandlerError, HandlerFileMissing
from .wsgi import WsgiHandler

_CONFIGURATION = 'appengine_config'


class Handlers(object):
    """script name -> handler with `run(environ, body)` and `path`."""

    def __init__(self, settings):
        self._settings = settings
        self._loaded = lifecycle.handlers()
        self.has_loaded = False  # A handler of the app.
        self._loading = threading.RLock()
        self._configuration = None
        self._configured = False

    def answer(self, script, environ, body):
        """Runs the script's handler and returns (status, headers, body, error); never raises."""
        try:
            handler = self._loaded.get(script)
            if handler is None:
                handler = self._load(script)
                if type(handler) is tuple:
                    return handler
            if self._settings.is_python27:
                self._complete(environ, body, handler)
            return handler.run(environ, body)
        except:  # noqa: E722 - also SystemExit, and DeadlineExceededError, which is a BaseException.
            return failures.respond(failures.APP_FAILURE, sys.exc_info())

    def _complete(self, environ, body, handler):
        """What App Engine's python27 runtime adds by itself."""
        environ['PATH_TRANSLATED'] = handler.path
        if body and not environ.get('CONTENT_TYPE'):
            environ['CONTENT_TYPE'] = 'application/x-www-form-urlencoded'

    def _load(self, script):
        """The handler, or the response that says why there is none."""
        with self._loading:
            handler = self._loaded.get(script)
            if handler is not None:
                return handler
            outer = current.loading
            current.loading = True
            try:
                self._configure()
                handler = self._make(script)
            except HandlerFileMissing as error:
                return failures.not_found(str(error))
            except:  # noqa: E722
                return failures.respond(failures.LOADING_FAILED, sys.exc_info())
            finally:
                current.loading = outer
            self._loaded[script] = handler
            self.has_loaded = True
            return handler

    def _make(self, script):
        if script.startswith(lifecycle.START):
            return lifecycle.AtOnce(self._make(script[len(lifecycle.START):]))
        if '/' in script or script.endswith('.py'):
            return CgiHandler(script, self._settings)
        module, application = lookup.find(script)
        if not callable(application):
            raise HandlerError('The handler %s is %s, which cannot be called.' % (script, type(application).__name__))
        wrap = getattr(self._configuration, 'webapp_add_wsgi_middleware', None)
        if wrap is not None:
            application = wrap(application)
        return WsgiHandler(application, self._settings, getattr(module, '__file__', None) or '')

    def _configure(self):
        """Imports the app's appengine_config, if it has one, before anything else of it."""
        if self._configured:
            return
        # Looked for here, not by an import that fails: that searches every directory, and costs each worker 200 KB of memory that it would share.
        if any(entry.partition('.')[0] == _CONFIGURATION for entry in os.listdir(self._settings.code)):
            self._configuration = self._import_configuration()
        self._configured = True

    def _import_configuration(self):
        try:
            __import__(_CONFIGURATION)
        except ImportError:
            if failures.raised_within(sys.exc_info()[2]):
                raise
            return None  # Something else of that name, such as a directory of data.
        return sys.modules[_CONFIGURATION]
