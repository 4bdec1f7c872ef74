"""Threads started in requests: they belong to the request and end before its response."""
from __future__ import absolute_import

import time

from cases import SiloCase, runtime_module
from silo import PY2

THREADS = '''
from __future__ import print_function
import os, sys, threading, time
try:
    import thread
except ImportError:
    import _thread as thread
try:
    import queue
except ImportError:
    import Queue as queue
from multiprocessing.pool import ThreadPool
try:
    from concurrent.futures import ThreadPoolExecutor
except ImportError:
    ThreadPoolExecutor = None

def answer(start_response, value=None):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]

def work(name='work'):
    time.sleep(0.1)
    print(name, os.environ['PATH_INFO'])

def joined(environ, start_response):
    threading.Thread(target=work).start()
    return answer(start_response)

def daemon(environ, start_response):
    thread_ = threading.Thread(target=work)
    thread_.daemon = True
    thread_.start()
    return answer(start_response)

def raw(environ, start_response):
    thread.start_new_thread(work, ('raw',))
    return answer(start_response)

def nested(environ, start_response):
    def outer():
        time.sleep(0.05)
        threading.Thread(target=work, args=('inner',)).start()
    threading.Thread(target=outer).start()
    return answer(start_response)

def timer(environ, start_response):
    threading.Timer(0.05, work, ['timer']).start()
    return answer(start_response)

def failing(environ, start_response):
    def fail(): raise ValueError('in a thread')
    threading.Thread(target=fail).start()
    thread.start_new_thread(fail, ())
    return answer(start_response)

executor = ThreadPoolExecutor(2) if ThreadPoolExecutor else None
def submitted(environ, start_response):
    executor.submit(work, 'submitted')
    return answer(start_response)

def mapped(environ, start_response):
    return answer(start_response, list(executor.map(lambda number: (number, os.environ['PATH_INFO']), range(5))))

def cancelled(environ, start_response):
    futures = [executor.submit(time.sleep, 0.05) for _ in range(6)]
    return answer(start_response, any([future.cancel() for future in futures]))

pool = []
def pooled(environ, start_response):
    if not pool:
        pool.append(ThreadPool(2))
    found = pool[0].map(lambda number: (number, os.environ['PATH_INFO']), range(5))
    found.append(pool[0].apply(lambda: os.environ['PATH_INFO']))
    pool[0].apply_async(work, ('async',))
    return answer(start_response, found)

items = queue.Queue()
def consume():
    while True:
        item = items.get()
        time.sleep(0.1)
        print(item)
def consumer(environ, start_response):
    consumer_ = threading.Thread(target=consume)
    consumer_.daemon = True
    consumer_.start()
    items.put('item 1')
    items.put('item 2')
    return answer(start_response)

release = threading.Event()
def stuck(environ, start_response):
    def wait():
        release.wait(30)
        print('after the response')
    from actors_runtime import threads
    threads.JOIN_SECONDS = 0.3
    waiting = threading.Thread(target=wait, name='the-slow-one')
    waiting.start()
    return answer(start_response)
def releasing(environ, start_response):
    release.set()
    return answer(start_response)

def recursion(environ, start_response):
    class Deep(object):
        def __getattr__(self, name): return getattr(self, name + 'x')
        def __repr__(self): return repr(self)
        def __eq__(self, other): return [self] == [other]
        __hash__ = None
    found = []
    nested_list = []
    for _ in range(100000): nested_list = [nested_list]
    import json, pickle, copy
    for attempt in (lambda: Deep().a, lambda: repr(Deep()), lambda: Deep() == Deep(), lambda: repr(nested_list), lambda: json.dumps(nested_list),
                    lambda: copy.deepcopy(nested_list), lambda: pickle.dumps(nested_list), lambda: sorted([nested_list], key=lambda item: item == nested_list)):
        try:
            attempt()
            found.append('fine')
        except (RuntimeError, pickle.PicklingError) as error:
            found.append('limit')
        except MemoryError:
            found.append('memory')
    while nested_list: nested_list = nested_list.pop()
    return answer(start_response, len(found))
'''


class Threads(SiloCase):
    def get(self, name, worker=None, environ=None):
        response = (worker or self.worker(THREADS)).get('main.' + name, environ or {'PATH_INFO': '/mine'})
        self.assertEqual(0, response.error, response.text)
        return response

    def test_threads_of_every_kind_end_before_the_response(self):
        for name, printed in (('joined', u'work'), ('daemon', u'work'), ('raw', u'raw'), ('nested', u'inner'), ('timer', u'timer')):
            self.assertEqual([(1, printed + u' /mine')], self.get(name).lines, name)

    def test_an_exception_in_a_thread_is_logged_in_the_request(self):
        text = u'\n'.join(text for level, text in self.get('failing').lines if level == 3)
        self.assertEqual(2, text.count(u'ValueError: in a thread'), text)

    def test_work_given_to_an_executor_of_the_module_belongs_to_the_request(self):
        if PY2:
            self.skipTest('2.7 has no concurrent.futures')
        worker = self.worker(THREADS)
        for path in ('/1', '/2'):
            response = self.get('submitted', worker, {'PATH_INFO': path})
            self.assertEqual([(1, u'submitted ' + path)], response.lines)
            self.assertEqual([(number, path) for number in range(5)], eval(self.get('mapped', worker, {'PATH_INFO': path}).text))

    def test_work_that_ends_a_second_time_while_it_is_waited_for_does_not_end_who_waits(self):
        pools = runtime_module('pools')
        request = type('Request', (), {'work': None})()
        work = pools._Work(request, lambda: None)
        work()
        self.assertEqual([work], request.work)
        self.assertTrue(work._lock.acquire(False))  # As `wait` does, which is interrupted here.
        work.finish()
        work._lock.release()
        self.assertTrue(work.wait(0))

    def test_asyncio_and_its_executor_see_the_request(self):
        if PY2:
            self.skipTest('2.7 has no asyncio')
        worker = self.worker('''
import asyncio, os
def app(environ, start_response):
    async def run():
        await asyncio.sleep(0.01)
        loop = asyncio.get_running_loop()
        return os.environ['PATH_INFO'], await loop.run_in_executor(None, lambda: os.environ['PATH_INFO'])
    start_response('200 OK', [])
    return [repr(asyncio.run(run())).encode()]
''')
        for path in ('/1', '/2'):
            self.assertEqual((path, path), eval(self.get('app', worker, {'PATH_INFO': path}).text))

    def test_cancelled_work_is_not_waited_for(self):
        if PY2:
            self.skipTest('2.7 has no concurrent.futures')
        self.assertEqual('True', self.get('cancelled').text)

    def test_work_given_to_a_thread_pool_belongs_to_the_request(self):
        worker = self.worker(THREADS)
        for path in ('/1', '/2'):
            response = self.get('pooled', worker, {'PATH_INFO': path})
            self.assertEqual([(number, path) for number in range(5)] + [path], eval(response.text))
            self.assertEqual([(1, u'async ' + path)], response.lines)

    def test_a_daemon_that_waits_for_an_empty_queue_is_let_go_when_it_has_emptied_it(self):
        started = time.time()
        self.assertEqual([(1, u'item 1'), (1, u'item 2')], self.get('consumer').lines)
        self.assertLess(time.time() - started, 5)

    def test_a_thread_that_does_not_end_is_named_and_belongs_to_no_request_afterwards(self):
        worker = self.worker(THREADS)
        response = self.get('stuck', worker)
        self.assertEqual([2], [level for level, _ in response.lines])
        self.assertIn(u'the-slow-one', response.lines[0][1])
        self.assertEqual([], self.get('releasing', worker).lines)
        kind, lines = worker.control.receive()
        self.assertEqual(u'after the response', lines[0][2])

    def test_deep_recursion_reaches_pythons_limit_before_the_end_of_the_stack(self):
        self.assertEqual('8', self.get('recursion').text)
