"""What every app of a framework does first, done some times over in a version zygote that has imported the framework: patterns it compiles, what it keeps once it
has computed it, and code that Python specialises as it runs are then shared by the version's instances, instead of being made anew in each before it answers.

The app that is served here is ours and has one page; nothing of the version's own runs. It has no secret, no session and no thread, and nothing of it stays.
"""
from __future__ import absolute_import

import sys
from io import BytesIO

# Python specialises a function after it has run a few times.
_ROUNDS = 16

_REQUEST = {
    'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': '', 'PATH_INFO': '/', 'QUERY_STRING': '', 'SERVER_NAME': 'localhost', 'SERVER_PORT': '80',
    'SERVER_PROTOCOL': 'HTTP/1.1', 'REMOTE_ADDR': '127.0.0.1', 'HTTP_HOST': 'localhost', 'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http',
    'wsgi.multithread': True, 'wsgi.multiprocess': True, 'wsgi.run_once': False,
}


def rehearse():
    """For those that are loaded. One that is not as we know it is left to the instances."""
    for name, make in _FRAMEWORKS:
        framework = sys.modules.get(name)
        if framework is None:
            continue
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
