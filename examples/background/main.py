"""A worker that counts beside the requests: a background thread outlives the request that starts it, and ends with its instance."""
import logging
import threading

from google.appengine.api import background_thread, runtime

state = {'counted': 0}
ending = threading.Event()


def count():
    while not runtime.is_shutting_down():
        state['counted'] += 1
        ending.wait(1)  # A second, or less when the instance ends.
    logging.warning('counted to %d', state['counted'])  # A real app would store it.


def app(environ, start_response):
    if environ['PATH_INFO'] == '/_ah/start':  # The platform's own request, before any other.
        runtime.set_shutdown_hook(ending.set)
        background_thread.start_new_background_thread(count, ())
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'counted to %d\n' % state['counted']]
