"""The app that base zygotes rehearse with: see actors_runtime/rehearsal.py."""
import logging
import os


def app(environ, start_response):
    """Does a little of what apps do."""
    os.environ.get('GAE_ENV')
    logging.getLogger(__name__).debug('%s', environ['PATH_INFO'])
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'ok']
