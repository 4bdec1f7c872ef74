"""What every worker does first, done once in the base zygote: what is worked out on the way (directories that imports look through, code that Python
specialises as it runs) is then shared by all workers instead of being written anew in each."""
from __future__ import absolute_import

import marshal

from .frames import MARSHAL_VERSION
from .wsgi import WsgiHandler

# Python specialises a function after it has run a few times.
_ROUNDS = 16


class _Settings(object):
    environ = {}
    threadsafe = True


def rehearse():
    """Imports a module that is nowhere, compiles one, serves some requests."""
    try:
        __import__('actors_runtime_no_such_module')
    except ImportError:
        pass
    names = {}
    exec(compile(_MODULE, '<rehearsal>', 'exec'), names)
    handler = WsgiHandler(names['app'], _Settings, '')
    for _ in range(_ROUNDS):
        environ = marshal.loads(marshal.dumps({'REQUEST_METHOD': 'GET', 'PATH_INFO': '/', 'QUERY_STRING': ''}, MARSHAL_VERSION))
        status, headers, body, error = handler.run(environ, b'')
        marshal.dumps((status, headers, body, (), error, 0), MARSHAL_VERSION)


_MODULE = '''
import os
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'ok']
'''
