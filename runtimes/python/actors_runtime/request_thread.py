"""The hot path: one thread per request connection, which blocks on it.

1. read a REQUEST frame   2. find the handler and run it   3. wait for its threads   4. send one RESPONSE frame
"""
from __future__ import absolute_import

from . import frames, logs, threads
from .compat import thread_cpu_us
from .context import RequestState, current


def run(connection, worker):
    """The thread: serves, and closes the connection when there is nothing more to serve."""
    try:
        serve(connection, worker)
    except (OSError, IOError):
        pass  # The silo has closed it.
    except ValueError as error:
        logs.add(logs.CRITICAL, 'A request connection broke the protocol: %s' % error)
    finally:
        connection.busy = False
        connection.close()


def serve(connection, worker):
    """Answers the connection's requests until the silo closes it or the worker stops."""
    read = connection.reader.read
    answer = worker.handlers.answer
    used = thread_cpu_us()
    while True:
        frame = read()                                                                  # 1
        if frame is None:
            return
        kind, value = frame
        if kind != frames.REQUEST:
            continue  # A reply to an API call whose request has ended.
        connection.busy = True
        if worker.stopping:
            return
        _, script, environ, body = value
        current.request = request = RequestState(environ, connection)
        status, headers, content, error = answer(script, environ, body)                 # 2
        del frame, value, environ, body
        if request.threads is not None or request.work is not None:
            threads.join(request)                                                       # 3
        if current.partial is not None:
            logs.flush_partial()
        lines = logs.finish(request) if request.lines else ()
        request.closed = True
        connection.api.end_request()
        before, used = used, thread_cpu_us()
        connection.respond(status, headers, content, lines, error, used - before)       # 4
        del headers, content, lines
        current.request = None
        connection.busy = False
