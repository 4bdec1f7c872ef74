"""Frameworks, loaded and warmed before an app is there.

`rehearse`: what every app of a framework does first, done some times over in a zygote that has imported the framework: patterns it compiles, what it keeps once it
has computed it, and code that Python specialises as it runs are then shared by all instances that come of it, instead of being made anew in each before it answers.
The app that is served here is ours and has one page; nothing of the version's own runs. It has no secret, no session and no thread, and nothing of it stays.

`load`: in a framework zygote, a base zygote that has an installed framework for all versions that use it. Such a version must find what it would have found had it
imported the framework itself. So it is remembered which modules the framework asks for: a version that has one of them gets nothing of this.
"""
from __future__ import absolute_import

import sys
import warnings
from io import BytesIO

from .compat import builtins

# Python specialises a function after it has run a few times.
_ROUNDS = 16

_REQUEST = {
    'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': '', 'PATH_INFO': '/', 'QUERY_STRING': '', 'SERVER_NAME': 'localhost', 'SERVER_PORT': '80',
    'SERVER_PROTOCOL': 'HTTP/1.1', 'REMOTE_ADDR': '127.0.0.1', 'HTTP_HOST': 'localhost', 'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http',
    'wsgi.multithread': True, 'wsgi.multiprocess': True, 'wsgi.run_once': False,
}

_loaded_before = set()
_asked = set()
_rehearsed = set()


def load(name):
    """Imports a framework. One that is not there is left to the versions, as is the rest of one that fails half-way."""
    _loaded_before.update(sys.modules)
    original = builtins.__import__

    def noting(name, globals=None, locals=None, fromlist=(), level=0):
        if not level:
            _asked.add(name.partition('.')[0])
        return original(name, globals, locals, fromlist, level)

    finder = _Noting()
    sys.meta_path.insert(0, finder)
    builtins.__import__ = noting
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            __import__(name)
            rehearse()
    except Exception:  # noqa: B902 - a library: anything may come.
        pass
    finally:
        builtins.__import__ = original
        sys.meta_path.remove(finder)


class _Noting(object):
    """A finder that finds nothing: for imports that do not go by the statement."""

    def find_spec(self, name, path=None, target=None):
        _asked.add(name.partition('.')[0])


def looked_for():
    """What the frameworks that this process had from the start would look for in the app, were they imported now."""
    return sorted(name for name in _asked if name not in sys.modules or name not in _loaded_before)


def rehearse():
    """For those that are loaded. One that is not as we know it is left to the instances."""
    for name, make in _FRAMEWORKS:
        framework = sys.modules.get(name)
        if framework is None or name in _rehearsed:
            continue
        _rehearsed.add(name)
        try:
            for _ in range(_ROUNDS):
                _ask(make(framework))
        except Exception:  # noqa: B902 - libraries of an app: anything may come.
            pass


def _flask(framework):
    # Named for a module that is loaded, because Flask looks for it: nothing is searched that could be the app's.
    app = framework.Flask(__name__)
    app.add_url_rule('/', 'page', lambda: 'rehearsal')
    return app


def _ask(app):
    environ = dict(_REQUEST)
    environ['wsgi.input'], environ['wsgi.errors'] = BytesIO(), sys.stderr
    body = app(environ, lambda status, headers, failure=None: None)
    for _ in body:
        pass
    if hasattr(body, 'close'):
        body.close()


_FRAMEWORKS = (('flask', _flask),)
