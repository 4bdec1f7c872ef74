"""The hostile app: runs one attempt per request, and says what became of it."""
import json
import os
import sys

import probe

if os.path.isdir(os.path.join(probe.HERE, 'lib')):  # Then there will be a version zygote.
    sys.path.insert(1, os.path.join(probe.HERE, 'lib'))
    import harmless.one, harmless.two  # noqa: E401


def app(environ, start_response):
    facts = json.loads(environ['wsgi.input'].read().decode('utf-8') or '{}')
    facts = dict((str(name), str(value) if not isinstance(value, (int, dict, list)) else value) for name, value in facts.items())
    posix = __import__('posix')  # os has what the import rules make of it.
    status, headers, body = '200 OK', [('Content-Type', 'application/json')], b''
    if environ['PATH_INFO'] == '/attempt':
        outcome = probe.run(facts)
        outcome['pid'] = posix.getpid()
        status, headers = outcome.pop('status', status), headers + outcome.pop('headers', [])
        body = outcome.pop('body', None) or json.dumps(outcome).encode('ascii')
    else:
        body = json.dumps({'pid': posix.getpid(), 'uid': posix.getuid()}).encode('ascii')
    start_response(status, headers)
    return [body]
