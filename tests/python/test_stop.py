"""STOP: finish what runs, read nothing new, end."""
from __future__ import absolute_import

import time

from cases import SiloCase
from silo import LOG, STOP, Gone

SLOW = '''
import time, sys
def app(environ, start_response):
    sys.stdout.write('begun\\n')
    time.sleep(float(environ['QUERY_STRING']))
    start_response('200 OK', [])
    return [b'finished']
'''


class Stopping(SiloCase):
    def test_an_idle_worker_ends_at_once_with_status_0(self):
        worker = self.worker(SLOW)
        started = time.time()
        worker.control.send(STOP, (10000,))
        self.assertEqual(0, self.silo.exited(worker))
        self.assertLess(time.time() - started, 2)

    def test_a_worker_that_has_served_ends_at_once_too(self):
        worker = self.worker(SLOW)
        worker.get('main.app', {'QUERY_STRING': '0'})
        worker.control.send(STOP, (10000,))
        self.assertEqual(0, self.silo.exited(worker))

    def test_running_requests_finish(self):
        worker = self.worker(SLOW, connections=2)
        worker.send('main.app', {'QUERY_STRING': '0.3'})
        time.sleep(0.1)
        worker.control.send(STOP, (10000,))
        response = worker.receive()
        self.assertEqual((b'finished', [(1, u'begun')]), (response.body, response.lines))
        self.assertEqual(0, self.silo.exited(worker))

    def test_new_requests_are_not_read(self):
        worker = self.worker(SLOW, connections=2)
        worker.get('main.app', {'QUERY_STRING': '0'}, connection=2)
        worker.send('main.app', {'QUERY_STRING': '0.4'}, connection=1)
        time.sleep(0.1)
        worker.control.send(STOP, (10000,))
        time.sleep(0.1)
        worker.send('main.app', {'QUERY_STRING': '0'}, connection=2)
        self.assertEqual(b'finished', worker.receive(1).body)
        self.assertRaises(Gone, worker.receive, 2)
        self.assertEqual(0, self.silo.exited(worker))

    def test_after_the_grace_the_worker_ends_and_says_what_was_left(self):
        worker = self.worker(SLOW)
        worker.send('main.app', {'QUERY_STRING': '30'})
        time.sleep(0.2)
        started = time.time()
        worker.control.send(STOP, (300,))
        kind, lines = worker.control.receive()
        self.assertEqual((LOG, u'1 requests had not finished when the worker was stopped.'), (kind, lines[0][2]))
        self.assertEqual(0, self.silo.exited(worker))
        self.assertLess(time.time() - started, 5)
