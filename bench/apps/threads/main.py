"""hello, which on demand has ten background threads beside it, each working a little every second. /threads says how they are."""
import json
import time

from google.appengine.api import background_thread, runtime

BODY = b'Hello, World!'
HEADERS = [('Content-Type', 'text/plain'), ('Content-Length', str(len(BODY)))]
COUNT = 10
turns = {}


def work(number):
    while not runtime.is_shutting_down():
        sum(range(1000))
        turns.setdefault(number, []).append(time.monotonic())
        time.sleep(1)


def begin():
    for number in range(COUNT):
        background_thread.start_new_background_thread(work, (number,))


def look():
    now = time.monotonic()
    # How long each has been without a turn at most, the time since its last one included.
    pauses = [max(after - before for before, after in zip(times, times[1:] + [now])) for times in turns.values()]
    try:
        background_thread.start_new_background_thread(work, (COUNT,))
        eleventh = 'started'
    except background_thread.BackgroundThreadLimitReachedError as error:
        eleventh = type(error).__name__
    return {'threads': len(turns), 'turns': min(map(len, turns.values())), 'for_seconds': round(now - min(times[0] for times in turns.values()), 1),
            'longest_pause_seconds': round(max(pauses), 2), 'eleventh': eleventh}


def app(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/':
        start_response('200 OK', HEADERS)
        return [BODY]
    if path == '/begin':
        begin()
    start_response('200 OK', [('Content-Type', 'application/json')])
    return [json.dumps(look() if path == '/threads' else {}).encode()]
