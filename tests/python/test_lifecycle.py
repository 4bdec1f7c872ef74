"""Background threads and the end of an instance, as the silo asks for them."""
from __future__ import absolute_import

import unittest

from cases import SiloCase
from silo import API_CALL, API_REPLY, LOG, PY2, STOP

APP = '''
import os, sys, threading
from google.appengine.api import background_thread, runtime

go, seen = threading.Event(), []

def say(start_response, value):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]

def work(word):
    sys.stdout.write('at work\\n')
    go.wait()
    seen.append((word, os.environ['PATH_INFO'], 'CREATOR' in os.environ, runtime.is_shutting_down()))

def app(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/start':
        os.environ['CREATOR'] = 'request'
        try:
            ident = background_thread.start_new_background_thread(work, ('Cat',))
        except background_thread.Error as error:
            return say(start_response, (type(error).__name__, str(error)))
        return say(start_response, ident > 0)
    if path == '/class':
        class Own(background_thread.BackgroundThread):
            def run(self):
                seen.append((self.name, threading.current_thread() is self))
        thread = Own(name='mine')
        thread.start()
        thread.join(10)
        try:
            thread.start()
        except RuntimeError:
            return say(start_response, (thread.is_alive(), seen))
    if path == '/fail':
        def fail():
            raise KeyError('lost')
        background_thread.BackgroundThread(target=fail).start()
    if path == '/call':
        def call():
            from google.appengine.api import urlfetch
            seen.append(urlfetch.fetch('http://example.com/').status_code == 200)
        background_thread.start_new_background_thread(call, ())
    if path == '/go':
        go.set()
    if path == '/hook':
        hook = lambda: seen.append('never')
        first = runtime.set_shutdown_hook(hook)
        def last():
            sys.stdout.write('the hook, %s\\n' % runtime.is_shutting_down())
        return say(start_response, (first, runtime.set_shutdown_hook(last) is hook, runtime.is_shutting_down()))
    return say(start_response, seen)
'''
FROM_PLATFORM = {'REMOTE_ADDR': '0.1.0.3', 'PATH_INFO': '/_ah/background'}


class LifecycleCase(SiloCase):
    def start(self, worker, path='/start', ticket=u'7', early=False):
        """What the silo does: answers the call, and sends the request on a connection of its own."""
        worker.send('main.app', {'PATH_INFO': path})
        kind, (number, service, method, _, _) = worker.channels[1].receive()
        self.assertEqual((API_CALL, 'system', 'StartBackgroundRequest'), (kind,) + _native(service, method))
        environ = dict(FROM_PLATFORM, HTTP_X_APPENGINE_BACKGROUNDREQUEST=str(ticket))
        if early:
            worker.send(':background', environ, connection=2)
        ticket = ticket.encode('ascii')
        worker.channels[1].send(API_REPLY, (number, 0, 0, u'', b'\x0a' + bytes(bytearray([len(ticket)])) + ticket))
        if not early:
            worker.send(':background', environ, connection=2)


class Background(LifecycleCase):
    def test_it_outlives_its_request_with_an_environ_and_a_log_of_its_own(self):
        for early in (False, True):
            worker = self.worker(APP, connections=2)
            self.start(worker, early=early)
            self.assertEqual('True', worker.receive().text)
            kind, lines = worker.control.receive()
            self.assertEqual((LOG, [(1, u'at work')]), (kind, [(level, text) for level, _, text in lines]))
            self.assertEqual('[]', worker.get('main.app').text)
            worker.get('main.app', {'PATH_INFO': '/go'})
            response = worker.receive(2)
            self.assertEqual((200, 0, []), (response.status, response.error, response.lines))
            self.assertEqual("[('Cat', '/_ah/background', False, False)]", worker.get('main.app').text)

    def test_a_class_of_its_own_is_a_thread_like_any_other(self):
        worker = self.worker(APP, connections=2)
        self.start(worker, '/class')
        self.assertEqual("(False, [('mine', True)])", worker.receive().text)
        self.assertEqual(200, worker.receive(2).status)

    def test_its_traceback_is_in_its_own_log(self):
        worker = self.worker(APP, connections=2)
        self.start(worker, '/fail')
        worker.receive()
        response = worker.receive(2)
        self.assertEqual((500, 1), (response.status, response.error))
        (level, text), = response.lines
        self.assertEqual(3, level)
        self.assertIn('Traceback (most recent call last)', text)
        self.assertIn("raise KeyError('lost')", text)
        self.assertNotIn('lifecycle.py', text)

    def test_it_calls_services_on_its_own_connection(self):
        worker = self.worker(APP, connections=2)
        self.start(worker, '/call')
        worker.receive()
        kind, call = worker.channels[2].receive()
        self.assertEqual((API_CALL, ('urlfetch', 'Fetch')), (kind, _native(*call[1:3])))
        worker.channels[2].send(API_REPLY, (call[0], 0, 0, u'', b'\x10\xc8\x01'))
        self.assertEqual(200, worker.receive(2).status)
        self.assertEqual('[True]', worker.get('main.app').text)

    def test_what_the_platform_refuses_is_the_modules_own_error(self):
        worker = self.worker(APP, connections=2)
        for code, name in ((1, 'Error'), (2, 'FrontendsNotSupported'), (3, 'BackgroundThreadLimitReachedError')):
            worker.send('main.app', {'PATH_INFO': '/start'})
            _, call = worker.channels[1].receive()
            worker.channels[1].send(API_REPLY, (call[0], 1, code, u'why', b''))
            self.assertEqual("('%s', 'why')" % name, worker.receive().text)

    def test_nobody_but_the_platform_reaches_what_the_runtime_answers(self):
        worker = self.worker(APP)
        for script in (':background', ':stop'):
            self.assertEqual(404, worker.get(script, {'REMOTE_ADDR': '0.1.0.2'}).status)
        self.assertEqual('(None, True, False)', worker.get('main.app', {'PATH_INFO': '/hook'}).text)


class Ending(LifecycleCase):
    def test_stop_runs_the_hook_once_and_everything_knows(self):
        worker = self.worker(APP, connections=2)
        self.assertEqual('(None, True, False)', worker.get('main.app', {'PATH_INFO': '/hook'}).text)
        self.assertEqual((200, b'ok'), (lambda answer: (answer.status, answer.body))(worker.get(':stop', {'REMOTE_ADDR': '0.1.0.3'}, connection=2)))
        kind, lines = worker.control.receive()
        self.assertEqual((LOG, [(1, u'the hook, True')]), (kind, [(level, text) for level, _, text in lines]))
        self.assertEqual(200, worker.get(':stop', {'REMOTE_ADDR': '0.1.0.3'}, connection=2).status)
        self.assertEqual('(None, True, True)', worker.get('main.app', {'PATH_INFO': '/hook'}).text)

    def test_what_a_hook_raises_is_raised_in_background_threads_too(self):
        worker = self.worker('''
import sys, time
from google.appengine.api import background_thread, runtime
class End(Exception): pass
def hook(): raise End('now')
def work():
    sys.stdout.write('at work\\n')
    while True: time.sleep(0.01)
def app(environ, start_response):
    runtime.set_shutdown_hook(hook)
    background_thread.start_new_background_thread(work, ())
    start_response('200 OK', [])
    return []
''', connections=3)
        self.start(worker)
        worker.receive()
        self.assertEqual(u'at work', worker.control.receive()[1][0][2])
        self.assertEqual(500, worker.get(':stop', {'REMOTE_ADDR': '0.1.0.3'}, connection=3).status)
        response = worker.receive(2)
        self.assertEqual(500, response.status)
        self.assertIn('End', response.lines[0][1])

    def test_a_hook_can_cancel_the_calls_that_are_under_way(self):
        worker = self.worker('''
from google.appengine.api import apiproxy_stub_map, runtime, urlfetch
from google.appengine.runtime import apiproxy_errors
def app(environ, start_response):
    runtime.set_shutdown_hook(apiproxy_stub_map.apiproxy.CancelApiCalls)
    start_response('200 OK', [])
    try:
        apiproxy_stub_map.MakeSyncCall('echo', 'Echo', b'', None)
    except apiproxy_errors.CancelledError:
        return [b'cancelled']
''', connections=2)
        worker.send('main.app')
        self.assertEqual(API_CALL, worker.channels[1].receive()[0])
        self.assertEqual(200, worker.get(':stop', {'REMOTE_ADDR': '0.1.0.3'}, connection=2).status)
        self.assertEqual('cancelled', worker.receive().text)

    def test_without_a_stop_request_the_hook_runs_before_the_process_ends(self):
        worker = self.worker(APP)
        worker.get('main.app', {'PATH_INFO': '/hook'})
        worker.control.send(STOP, (2000,))
        self.assertEqual(u'the hook, True', worker.control.receive()[1][0][2])
        self.assertEqual(0, self.silo.exited(worker))

    @unittest.skipIf(PY2, 'python27 was never sent a signal')
    def test_python3_handles_sigterm_and_runs_what_waits_for_its_exit(self):
        worker = self.worker('''
import atexit, signal, sys
def handle(number, frame):
    print('signal', number)
    sys.exit(0)
first = signal.signal(signal.SIGTERM, handle)
atexit.register(print, 'exit')
def app(environ, start_response):
    start_response('200 OK', [])
    return [repr((first == signal.SIG_IGN, signal.getsignal(signal.SIGTERM) is handle)).encode()]
''')
        self.assertEqual('(True, True)', worker.get('main.app').text)
        worker.control.send(STOP, (2000,))
        said = [worker.control.receive()[1][0][2] for _ in range(2)]
        self.assertEqual(['signal 15', 'exit'], said)
        self.assertEqual(0, self.silo.exited(worker))

    def test_the_lines_of_a_start_request_do_not_wait_for_its_end(self):
        worker = self.worker(APP + '''
def long(environ, start_response):
    sys.stdout.write('begun\\n')
    go.wait()
    return say(start_response, environ['PATH_INFO'])
''', connections=2)
        worker.send(':start main.long', {'PATH_INFO': '/_ah/start'})
        self.assertEqual(u'begun', worker.control.receive()[1][0][2])
        worker.get('main.app', {'PATH_INFO': '/go'}, connection=2)
        response = worker.receive()
        self.assertEqual((200, []), (response.status, response.lines))

    def test_a_hook_that_raises_is_logged(self):
        worker = self.worker('''
from google.appengine.api import runtime
def hook(): raise ValueError('no')
def app(environ, start_response):
    runtime.set_shutdown_hook(hook)
    start_response('200 OK', [])
    return []
''')
        worker.get('main.app')
        response = worker.get(':stop', {'REMOTE_ADDR': '0.1.0.3'})
        self.assertEqual(500, response.status)
        kind, lines = worker.control.receive()
        self.assertIn(u"raise ValueError('no')", lines[0][2])

    def test_a_background_thread_that_goes_on_is_ended_with_the_worker(self):
        worker = self.worker(APP, connections=2)
        self.start(worker)
        worker.receive()
        worker.control.send(STOP, (100,))
        self.assertEqual(0, self.silo.exited(worker))


def _native(*texts):
    return tuple(each if isinstance(each, str) else each.decode('ascii') for each in texts)
