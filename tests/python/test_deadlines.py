"""A request's time is over: who is hit, where, and who is not."""
from __future__ import absolute_import

import os
import time
import unittest

import silo as silo_module
from cases import SiloCase

OVERDUE = 5
APP = '''
import os, threading, time
from google.appengine.runtime import DeadlineExceededError

def begun():
    open(os.environ['MARK'], 'w').close()

def wait_for(how):
    if how == 'spin':
        while True:
            pass
    if how == 'sleep':
        time.sleep(600)
    if how == 'sleeps':
        while True:
            time.sleep(0.01)
    if how == 'event':
        threading.Event().wait()
    if how == 'timed event':
        threading.Event().wait(600)
    if how == 'join':
        other = threading.Thread(target=time.sleep, args=(600,))
        other.daemon = True
        other.start()
        other.join()
    if how == 'queue':
        try:
            import queue
        except ImportError:
            import Queue as queue
        queue.Queue().get()
    if how == 'future':
        from concurrent.futures import ThreadPoolExecutor
        ThreadPoolExecutor(1).submit(time.sleep, 600).result()
    if how == 'call':
        from google.appengine.api import apiproxy_stub_map, urlfetch
        urlfetch.fetch('http://example.com/', deadline=50)
    if how == 'socket':
        try:
            from urllib.request import urlopen
        except ImportError:
            from urllib2 import urlopen
        urlopen('http://example.com/')

def app(environ, start_response):
    how, catches = environ['QUERY_STRING'].partition(',')[::2]
    try:
        begun()
        wait_for(how)
    except DeadlineExceededError:
        if not catches:
            raise
        time.sleep(0.06)
        start_response('503 Too Late', [])
        return [b'caught']
    start_response('200 OK', [])
    return [b'hello']
'''


class DeadlineCase(SiloCase):
    def setUp(self):
        self.mark = os.path.join(self.silo.directory, 'mark')
        self.forget()

    def forget(self):
        if os.path.exists(self.mark):
            os.remove(self.mark)

    def app(self, source=APP, connections=2):
        worker = self.worker(source, connections, environ={'MARK': self.mark, 'TZ': 'UTC'})
        self.number = dict.fromkeys(range(1, connections + 1), 0)
        return worker

    def send(self, worker, query='', connection=1):
        self.number[connection] += 1
        worker.send('main.app', {'QUERY_STRING': query}, connection=connection)

    def strike(self, worker, connection=1, number=None):
        worker.control.send(silo_module.DEADLINE, (connection, self.number[connection] if number is None else number))

    def wait_begun(self):
        self.assertTrue(silo_module.wait_until(lambda: os.path.exists(self.mark)))
        self.forget()
        time.sleep(0.05)  # Until it waits; were it late, the exception would land all the same.

    def struck(self, how):
        worker = self.app()
        self.send(worker, how)
        if how.partition(',')[0] in ('call', 'socket'):
            self.assertEqual(worker.channels[1].receive()[0], silo_module.API_CALL)
        self.wait_begun()
        began = time.time()
        self.strike(worker)
        if how.startswith('socket'):
            self.assertEqual(worker.channels[1].receive()[0], silo_module.API_CALL)  # It cancels the fetch.
        response = worker.receive()
        self.assertLess(time.time() - began, 0.9, how)
        return response


class WaitTests(DeadlineCase):
    """Whatever the request waits for, its app hears of the deadline within the grace, and may answer."""


def _add(how):
    def overdue(self):
        response = self.struck(how)
        self.assertEqual((response.status, response.error), (500, OVERDUE))
        self.assertIn('DeadlineExceededError', response.text)

    def caught(self):
        response = self.struck(how + ',catches')
        self.assertEqual((response.status, response.error, response.text), (503, 0, 'caught'))

    name = how.replace(' ', '_')
    setattr(WaitTests, 'test_%s_is_ended' % name, overdue)
    setattr(WaitTests, 'test_%s_is_caught' % name, caught)


for _how in ('spin', 'sleep', 'sleeps', 'event', 'timed event', 'join', 'queue', 'call', 'socket') + (() if silo_module.PY2 else ('future',)):
    _add(_how)


class AimTests(DeadlineCase):
    """Only the request that is meant is hit."""

    def test_its_neighbour_goes_on(self):
        worker = self.app()
        self.send(worker, 'sleep')
        self.wait_begun()
        self.send(worker, 'spin', connection=2)
        self.wait_begun()
        self.strike(worker, 1)
        self.assertEqual(worker.receive(1).error, OVERDUE)
        self.strike(worker, 2)
        self.assertEqual(worker.receive(2).error, OVERDUE)

    def test_another_number_hits_nobody(self):
        worker = self.app()
        self.send(worker, 'timed event')
        self.wait_begun()
        self.strike(worker, number=7)
        self.strike(worker, number=0)
        self.strike(worker, connection=2, number=1)
        self.strike(worker)
        self.strike(worker)
        self.assertEqual(worker.receive().error, OVERDUE)
        self.send(worker)
        self.assertEqual(worker.receive().text, 'hello')

    def test_threads_that_are_left_do_not_hold_the_response(self):
        worker = self.app('''
import os, threading, time
def app(environ, start_response):
    thread = threading.Thread(target=time.sleep, args=(600,), name='left over')
    thread.daemon = True
    thread.start()
    start_response('200 OK', [])
    open(os.environ['MARK'], 'w').close()
    return [b'made before']
''')
        self.send(worker)
        self.wait_begun()
        self.strike(worker)
        response = worker.receive()
        self.assertEqual(response.text, 'made before')
        self.assertIn('The response did not wait longer than the deadline for: left over', [text for _, text in response.lines])

    def test_while_it_is_loaded(self):
        worker = self.app('''
import os, time
open(os.environ['MARK'], 'w').close()
time.sleep(600)
''')
        self.send(worker)
        self.wait_begun()
        self.strike(worker)
        self.assertEqual(worker.receive().error, OVERDUE)

    def test_a_lock_is_held_when_its_condition_is_left(self):
        worker = self.app('''
import os, threading
from google.appengine.runtime import DeadlineExceededError
condition = threading.Condition()
def app(environ, start_response):
    open(os.environ['MARK'], 'w').close()
    try:
        with condition:
            condition.wait()
    except DeadlineExceededError:
        with condition:
            condition.notify()
    start_response('200 OK', [])
    return [b'in order']
''')
        for _ in range(3):
            self.send(worker)
            self.wait_begun()
            self.strike(worker)
            self.assertEqual(worker.receive().text, 'in order')

    def test_a_lock_that_is_just_taken_is_not_lost(self):
        """The strike comes while the request waits for a lock in the standard library's own code: an exception that landed there would leave it taken."""
        worker = self.app('''
import os, sys, threading, time
from google.appengine.runtime import DeadlineExceededError
if sys.version_info[0] == 2:
    sys.setcheckinterval(0)  # What is raised lands at once.
condition = threading.Condition(threading.Lock())
def app(environ, start_response):
    how = environ['QUERY_STRING']
    text = how
    if how == 'free':
        text = str(condition.acquire(False))
    else:
        open(os.environ['MARK'], 'w').close()
        try:
            with condition:
                while how == 'takes' or os.path.exists(os.environ['MARK'] + '.held'):
                    time.sleep(0.001)
        except DeadlineExceededError:
            text = 'too late'
    start_response('200 OK', [])
    return [text.encode()]
''')
        held = self.mark + '.held'
        open(held, 'w').close()
        self.send(worker, 'holds')
        self.wait_begun()
        self.send(worker, 'takes', connection=2)
        self.wait_begun()
        self.strike(worker, 2)
        time.sleep(0.2)  # It finds the request at the lock.
        os.remove(held)
        self.assertEqual(worker.receive(1).text, 'holds')
        self.assertEqual(worker.receive(2).text, 'too late')
        self.send(worker, 'free')
        self.assertEqual(worker.receive().text, 'True')

    def test_ten_thousand_races(self):
        """The strike comes while its request ends; the next one, which nobody strikes, is never hit. In turn the app computes, waits, or is just done."""
        worker = self.app('''
import threading, time
event = threading.Event()
def app(environ, start_response):
    how = environ['QUERY_STRING']
    if how == '1':
        event.wait(0.0001)
    elif how == '2':
        for _ in range(200):
            pass
    start_response('200 OK', [])
    return [how.encode()]
''')
        hit = 0
        for each in range(10000):
            how = str(each % 3)
            self.send(worker, how)
            if each % 5:
                self.strike(worker)
            first = worker.receive()
            if not each % 5:
                self.strike(worker)  # It has ended: whatever runs when the strike is read is another.
            self.send(worker, how)
            second = worker.receive()
            if first.error:
                self.assertEqual(first.error, OVERDUE, first.text)
                hit += 1
            else:
                self.assertEqual(first.text, how)
            self.assertEqual((second.error, second.text), (0, how))
        self.assertGreater(hit, 10)


if __name__ == '__main__':
    unittest.main()
