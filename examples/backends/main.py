"""One app, three ways to run it: as itself, in two resident instances that count what they are asked, and in one that starts when it is needed."""
import os

counts = {}


def begin(environ, start_response):
    """Runs once in each resident instance, before any other request."""
    counts['start'] = 1
    start_response('200 OK', [])
    return []


def app(environ, start_response):
    path = environ['PATH_INFO']
    counts[path] = counts.get(path, 0) + 1
    backend = os.environ.get('BACKEND_ID')
    who = 'backend %s, instance %s' % (backend, os.environ['INSTANCE_ID']) if backend else 'the app itself'
    lines = ['%s:' % who] + ['%6d %s' % (counts[key], key) for key in sorted(counts)]
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [('\n'.join(lines) + '\n').encode('utf-8')]
