"""os.environ: per request, inherited by threads, never shared."""
from __future__ import absolute_import

from cases import SiloCase
from silo import PY2

SHOW = '''
import os, threading
os.environ.setdefault('SET_WHILE_LOADING', 'kept')
from os import environ as imported, getenv

def answer(start_response, value):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]

def get(environ, start_response):
    return answer(start_response, [os.environ.get(name) for name in environ['QUERY_STRING'].split(',')])

def ways(environ, start_response):
    return answer(start_response, [imported['PATH_INFO'], getenv('PATH_INFO'), os.getenv('NOT_THERE', 'default'), 'PATH_INFO' in os.environ,
                                   dict(os.environ)['PATH_INFO'], os.environ.copy()['PATH_INFO'], len(os.environ) == len(list(os.environ))])

def change(environ, start_response):
    os.environ['LEFT'] = 'behind'
    os.environ.update(ALSO='this')
    del os.environ['GREETING']
    os.environ.pop('SET_WHILE_LOADING')
    return answer(start_response, [os.environ['LEFT'], os.environ.get('ALSO'), os.environ.get('GREETING'), 'SET_WHILE_LOADING' in os.environ])

def clear(environ, start_response):
    os.environ.clear()
    return answer(start_response, list(os.environ))

def child(environ, start_response):
    os.environ['FROM_PARENT'] = 'seen'
    seen = []
    def run():
        seen.append(os.environ.get('FROM_PARENT'))
        os.environ['FROM_CHILD'] = 'too'
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answer(start_response, seen + [os.environ.get('FROM_CHILD')])

def native(environ, start_response):
    import ctypes
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    os.environ['LEAKED'] = 'yes'
    return answer(start_response, [getenv(b'LEAKED'), getenv(b'GREETING') == b'hello', getenv(b'SET_WHILE_LOADING') == b'kept', getenv(b'HOME')])

def wrong(environ, start_response):
    found = []
    for attempt in (lambda: os.environ.__setitem__('A', 1), lambda: os.environ.__setitem__(1, 'a'), lambda: os.environ['NOT_THERE'],
                    lambda: os.environ.__delitem__('NOT_THERE')):
        try:
            attempt()
        except Exception as error:
            found.append(type(error).__name__)
    return answer(start_response, found)

def numbers(environ, start_response):
    return answer(start_response, [name for name in os.environ if name.startswith('wsgi')])

meeting = []
met = threading.Event()
def meet(environ, start_response):
    os.environ['MINE'] = environ['PATH_INFO']
    meeting.append(1)
    if len(meeting) == 2: met.set()
    met.wait(10)
    return answer(start_response, [os.environ['MINE'], os.environ['PATH_INFO']])

def as_bytes(environ, start_response):
    os.environb[b'FROM_BYTES'] = b'text'
    return answer(start_response, [os.environ['FROM_BYTES'], os.environb[b'GREETING'], os.getenvb(b'PATH_INFO'), b'FROM_BYTES' in os.environb])
'''


class Environ(SiloCase):
    def show(self, name, environ=None, worker=None):
        response = (worker or self.worker(SHOW)).get('main.' + name, environ)
        self.assertEqual(0, response.error, response.text)
        return eval(response.text)

    def test_it_has_the_start_and_the_request(self):
        self.assertEqual(['hello', '/a', 'UTC', None], self.show('get', {'PATH_INFO': '/a', 'QUERY_STRING': 'GREETING,PATH_INFO,TZ,HOME'}))

    def test_every_way_to_read_it_sees_the_request(self):
        self.assertEqual(['/a', '/a', 'default', True, '/a', '/a', True], self.show('ways', {'PATH_INFO': '/a'}))

    def test_what_a_request_sets_ends_with_it(self):
        worker = self.worker(SHOW)
        self.assertEqual(['behind', 'this', None, False], self.show('change', worker=worker))
        self.assertEqual([None, None, 'hello', 'kept'], self.show('get', {'QUERY_STRING': 'LEFT,ALSO,GREETING,SET_WHILE_LOADING'}, worker))

    def test_clear_is_for_the_request_only(self):
        worker = self.worker(SHOW)
        self.assertEqual([], self.show('clear', worker=worker))
        self.assertEqual(['hello'], self.show('get', {'QUERY_STRING': 'GREETING'}, worker))

    def test_what_a_module_sets_while_it_loads_is_kept(self):
        worker = self.worker(SHOW)
        for _ in range(2):
            self.assertEqual(['kept'], self.show('get', {'QUERY_STRING': 'SET_WHILE_LOADING'}, worker))

    def test_threads_of_the_request_share_it(self):
        self.assertEqual(['seen', 'too'], self.show('child'))

    def test_concurrent_requests_do_not_see_each_other(self):
        worker = self.worker(SHOW, connections=2)
        worker.send('main.meet', {'PATH_INFO': '/1'}, connection=1)
        worker.send('main.meet', {'PATH_INFO': '/2'}, connection=2)
        self.assertEqual([['/1', '/1'], ['/2', '/2']], [eval(worker.receive(index).text) for index in (1, 2)])

    def test_the_c_library_sees_the_process_and_not_the_request(self):
        self.assertEqual([None, True, True, None], self.show('native'))

    def test_wrong_types_and_names_raise_what_they_raise_anywhere(self):
        self.assertEqual(['TypeError', 'TypeError', 'KeyError', 'KeyError'], self.show('wrong'))

    def test_wsgi_keys_are_not_in_it(self):
        self.assertEqual([], self.show('numbers'))

    def test_its_bytes_view_is_the_same(self):
        if PY2:
            self.skipTest('2.7 has no os.environb')
        self.assertEqual(['text', b'hello', b'/a', True], self.show('as_bytes', {'PATH_INFO': '/a'}))
