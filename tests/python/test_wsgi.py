"""WSGI applications: what they get, what they may answer."""
from __future__ import absolute_import

import ast

from cases import SiloCase
from silo import PY2, in_threads

ANSWERS = r'''
import json, sys
TEXT = [('Content-Type', 'text/plain')]

def environ_of(environ, start_response):
    start_response('200 OK', TEXT)
    body = environ['wsgi.input'].read()
    shown = dict((name, value) for name, value in environ.items() if name not in ('wsgi.input', 'wsgi.errors'))
    return [repr((shown, body)).encode('utf-8')]

def generator(environ, start_response):
    start_response('201 Created', TEXT)
    yield b'one '
    yield b'two'

def late(environ, start_response):
    def body():
        start_response('202 Accepted', TEXT)
        yield b'late'
    return body()

def written(environ, start_response):
    write = start_response('200 OK', TEXT)
    write(b'first ')
    write(b'second ')
    return [b'third']

def replaced(environ, start_response):
    start_response('200 OK', TEXT)
    try:
        raise ValueError('changed my mind')
    except ValueError:
        start_response('503 Busy', [('Retry-After', '3')], sys.exc_info())
    return [b'busy']

closed = []
class Closing(object):
    def __init__(self, fails): self.fails = fails
    def __iter__(self):
        yield b'a'
        if self.fails: raise RuntimeError('in the body')
    def close(self): closed.append(self.fails)

def closing(environ, start_response):
    start_response('200 OK', TEXT)
    return Closing(environ['QUERY_STRING'] == 'fail')

def closings(environ, start_response):
    start_response('200 OK', TEXT)
    return [repr(closed).encode()]

class Text(str): pass
class Data(bytes): pass
def subclasses(environ, start_response):
    start_response(Text('200 OK'), [(Text('X-Name'), Text('value'))])
    return [Data(b'data')]

def errors(environ, start_response):
    environ['wsgi.errors'].write('to the log\n')
    start_response('200 OK', [])
    return []

def twice(environ, start_response):
    start_response('200 OK', TEXT)
    start_response('200 OK', TEXT)
    return []

def silent(environ, start_response): return [b'']
def nothing(environ, start_response):
    start_response('200 OK', TEXT)
def answer(environ, start_response):
    status, headers, body = BAD[environ['QUERY_STRING']]
    start_response(status, headers)
    return body
BAD = {
    'status-low': ('199 No', TEXT, []), 'status-high': ('600 No', TEXT, []), 'status-word': ('OK', TEXT, []), 'status-int': (200, TEXT, []),
    'status-glued': ('200OK', TEXT, []), 'headers-tuple': ('200 OK', (('A', 'b'),), []), 'header-list': ('200 OK', [['A', 'b']], []),
    'header-three': ('200 OK', [('A', 'b', 'c')], []), 'header-int': ('200 OK', [('Content-Length', 3)], []),
    'body-text': ('200 OK', TEXT, [u'text']), 'body-int': ('200 OK', TEXT, [3]), 'body-text-many': ('200 OK', TEXT, [b'a', u'text']),
    'header-other-text': ('200 OK', [('A', u'b' if str is bytes else b'b')], []),
    'status-other-text': (u'200 OK' if str is bytes else b'200 OK', [], []),
}
def exits(environ, start_response): sys.exit(0)
class Object(object):
    def __call__(self, environ, start_response):
        start_response('200 OK', TEXT)
        return [b'from an object']
    def method(self, environ, start_response):
        start_response('200 OK', TEXT)
        return [b'from a method']
thing = Object()
'''


class WsgiCase(SiloCase):
    @classmethod
    def setUpClass(cls):
        super(WsgiCase, cls).setUpClass()
        cls.served = cls.silo.spawn({'main.py': ANSWERS}, connections=2)
        cls.silo.workers.remove(cls.served)

    @classmethod
    def tearDownClass(cls):
        cls.served.close()
        super(WsgiCase, cls).tearDownClass()

    def ok(self, script, environ=None, body=b''):
        response = self.served.get(script, environ, body)
        self.assertEqual(0, response.error, response.text)
        return response

    def environ(self, environ=None, body=b''):
        return ast.literal_eval(self.ok('main.environ_of', environ, body).text)


class Given(WsgiCase):
    def test_the_environ_has_the_request_the_start_and_the_wsgi_keys(self):
        environ, body = self.environ({'PATH_INFO': '/a', 'HTTP_X_FOO': 'bar'}, b'posted')
        self.assertEqual(b'posted', body)
        for name, value in {'PATH_INFO': '/a', 'HTTP_X_FOO': 'bar', 'REQUEST_METHOD': 'GET', 'GREETING': 'hello', 'SCRIPT_NAME': '',
                            'SERVER_SOFTWARE': 'Development/2.0', 'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http', 'wsgi.multithread': True,
                            'wsgi.multiprocess': True, 'wsgi.run_once': False}.items():
            self.assertEqual(value, environ[name], name)

    def test_strings_are_native(self):
        environ, _ = self.environ({'PATH_INFO': '/\xe9' if PY2 else u'/\xe9'})
        self.assertTrue(all(type(value) is str for name, value in environ.items() if not name.startswith('wsgi.')))
        self.assertEqual('/\xe9', environ['PATH_INFO'])

    def test_https_sets_the_scheme(self):
        self.assertEqual('https', self.environ({'HTTPS': 'on'})[0]['wsgi.url_scheme'])
        self.assertEqual('http', self.environ({'HTTPS': 'off'})[0]['wsgi.url_scheme'])

    def test_multithread_follows_threadsafe(self):
        worker = self.worker(ANSWERS, threadsafe=False)
        self.assertIn("'wsgi.multithread': False", worker.get('main.environ_of').text)

    def test_the_python27_runtime_adds_content_type_and_path_translated(self):
        for runtime, expected in (('python27', 'application/x-www-form-urlencoded'), ('python3', None)):
            worker = self.worker(ANSWERS, runtime=runtime)
            environ, _ = ast.literal_eval(worker.get('main.environ_of', body=b'a=b').text)
            self.assertEqual(expected, environ.get('CONTENT_TYPE'))
            self.assertEqual(runtime == 'python27', environ.get('PATH_TRANSLATED', '').endswith('main.py'))


class Answered(WsgiCase):
    def test_status_headers_and_body_arrive(self):
        response = self.ok('main.generator')
        self.assertEqual((201, [('Content-Type', 'text/plain')], b'one two'), (response.status, response.headers, response.body))

    def test_a_generator_may_call_start_response_late(self):
        response = self.ok('main.late')
        self.assertEqual((202, b'late'), (response.status, response.body))

    def test_write_comes_before_the_body(self):
        self.assertEqual(b'first second third', self.ok('main.written').body)

    def test_exc_info_replaces_status_and_headers(self):
        response = self.ok('main.replaced')
        self.assertEqual((503, [('Retry-After', '3')]), (response.status, response.headers))

    def test_close_is_called_also_when_the_body_fails(self):
        self.ok('main.closing')
        failed = self.served.get('main.closing', {'QUERY_STRING': 'fail'})
        self.assertEqual((1, 500), (failed.error, failed.status))
        self.assertEqual(b'[False, True]', self.ok('main.closings').body)

    def test_subclasses_of_str_and_bytes_are_sent_as_what_they_are(self):
        response = self.ok('main.subclasses')
        self.assertEqual((200, [('X-Name', 'value')], b'data'), (response.status, response.headers, response.body))

    def test_wsgi_errors_go_to_the_log(self):
        self.assertEqual([(3, u'to the log')], self.ok('main.errors').lines)

    def test_cpu_time_is_plausible(self):
        self.assertTrue(0 <= self.ok('main.generator').cpu_us < 1000000)

    def test_objects_and_methods_can_be_handlers(self):
        self.assertEqual(b'from an object', self.ok('main.thing').body)
        self.assertEqual(b'from an object', self.ok('main:thing').body)
        self.assertEqual(b'from a method', self.ok('main.thing.method').body)
        self.assertEqual(b'from a method', self.ok('main:thing.method').body)

    def test_two_connections_are_served_at_the_same_time(self):
        worker = self.worker('''
import threading
both = []
met = threading.Event()
def app(environ, start_response):
    both.append(1)
    if len(both) == 2: met.set()
    met.wait(10)
    start_response('200 OK', [])
    return [b'met' if met.is_set() else b'alone']
''', connections=2)
        worker.send('main.app', connection=1)
        worker.send('main.app', connection=2)
        self.assertEqual([b'met', b'met'], [worker.receive(1).body, worker.receive(2).body])

    def test_many_requests_on_many_connections_get_their_own_answers(self):
        worker = self.worker('''
def app(environ, start_response):
    start_response('200 OK', [])
    return [environ['PATH_INFO'].encode()]
''', connections=8)

        def run(connection):
            for number in range(100):
                path = '/%d/%d' % (connection, number)
                self.assertEqual(path.encode(), worker.get('main.app', {'PATH_INFO': path}, connection=connection).body)

        in_threads([lambda connection=connection: run(connection) for connection in range(1, 9)])


class Refused(WsgiCase):
    def refused(self, script, query=''):
        response = self.served.get(script, {'QUERY_STRING': query})
        self.assertEqual((1, 500), (response.error, response.status), query)
        self.assertEqual(3, response.lines[-1][0])
        return response.text

    def test_responses_that_break_a_rule_say_which(self):
        for query, words in {
                'status-low': '200 to 599', 'status-high': '200 to 599', 'status-word': '200 to 599', 'status-int': 'must be str', 'status-glued': '200 to 599',
                'headers-tuple': 'must be a list', 'header-list': 'tuple of name and value', 'header-three': 'tuple of name and value',
                'header-int': 'must be str', 'body-text': 'body must consist of', 'body-int': 'body must consist of',
                'body-text-many': 'body must consist of', 'header-other-text': 'must be str', 'status-other-text': 'must be str'}.items():
            self.assertIn(words, self.refused('main.answer', query), query)

    def test_no_start_response_and_two_are_errors(self):
        self.assertIn('without calling start_response', self.refused('main.silent'))
        self.assertIn('second time', self.refused('main.twice'))

    def test_a_body_that_is_none_is_an_error(self):
        self.assertIn('NoneType', self.refused('main.nothing'))

    def test_sys_exit_is_a_failure_and_the_worker_lives(self):
        self.assertIn('SystemExit', self.refused('main.exits'))
        self.assertEqual(b'one two', self.ok('main.generator').body)
