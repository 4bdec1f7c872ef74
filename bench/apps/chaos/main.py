"""Does what its address says, and proves that the answer belongs to the request: the query comes back, and the body's digest."""
import hashlib
import os
import sys
import time

kept = []


def app(environ, start_response):
    path, query = environ['PATH_INFO'], environ['QUERY_STRING']
    if path == '/slow':
        time.sleep(0.05)
    elif path == '/spin':
        end = time.time() + 0.02
        while time.time() < end:
            pass
    elif path == '/log':
        for number in range(50):
            print('line %d of %s' % (number, query))
    elif path == '/bomb':
        for number in range(100000):
            print('line %d of %s' % (number, query))
    elif path == '/raise':
        raise ValueError(query)
    elif path == '/die':
        os._exit(3)
    elif path == '/hang':
        while True:
            time.sleep(0.01)
    elif path == '/leak':
        kept.append(os.urandom(1 << 20) * 8)
    body = environ['wsgi.input'].read()
    answer = ('%s %s %s' % (path, query, hashlib.md5(body).hexdigest())).encode('ascii')
    if path == '/large':
        answer += b' ' + b'x' * 300000
    start_response('200 OK', [('Content-Type', 'application/octet-stream'), ('X-Query', query)])
    return [answer]
