"""Large bodies, many requests, nothing left behind."""
from __future__ import absolute_import

import marshal
import os
import struct

from cases import SiloCase
from silo import REQUEST, in_threads

MB = 1 << 20
SOURCE = '''
import hashlib, threading, os, sys
def answer(start_response, body):
    start_response('200 OK', [('Content-Type', 'application/octet-stream')])
    return body

def echo(environ, start_response):
    return answer(start_response, [environ['wsgi.input'].read()])

def size(environ, start_response):
    return answer(start_response, [b'x' * int(environ['QUERY_STRING'])])

def pieces(environ, start_response):
    return answer(start_response, (b'y' * 1000 for _ in range(int(environ['QUERY_STRING']) // 1000)))

def logs_and_size(environ, start_response):
    sys.stdout.write('a line\\n')
    return answer(start_response, [b'x' * 100000])

def work(environ, start_response):
    os.environ['X'] = 'y'
    print('line')
    thread = threading.Thread(target=lambda: None)
    thread.start()
    if environ['QUERY_STRING'] == 'fail':
        raise ValueError()
    return answer(start_response, [b'done'])

def state(environ, start_response):
    import gc
    gc.collect()
    return answer(start_response, [repr((threading.active_count(), len(os.listdir('/proc/self/fd')), len(gc.get_objects()))).encode()])
'''


class Limits(SiloCase):
    def test_32_mb_go_both_ways(self):
        worker = self.worker(SOURCE)
        body = os.urandom(MB) * 32
        response = worker.get('main.echo', body=body)
        self.assertEqual(0, response.error)
        self.assertTrue(response.body == body)

    def test_bodies_around_the_buffer_sizes_arrive_whole(self):
        worker = self.worker(SOURCE)
        for size in (0, 1, 65000, 65220, 65300, 65531, 65535, 65536, 65537, 65541, 131072, 200001):
            body = os.urandom(size)
            self.assertEqual(body, worker.get('main.echo', body=body).body, size)

    def test_a_response_of_32_mb_is_sent_and_one_byte_more_is_an_error(self):
        worker = self.worker(SOURCE)
        response = worker.get('main.size', {'QUERY_STRING': str(32 * MB)})
        self.assertEqual((0, 32 * MB), (response.error, len(response.body)))
        response = worker.get('main.size', {'QUERY_STRING': str(32 * MB + 1)})
        self.assertEqual((4, 500), (response.error, response.status))
        self.assertIn('33554433 bytes; at most 33554432', response.text)
        response = worker.get('main.pieces', {'QUERY_STRING': str(40 * MB)})
        self.assertEqual((4, 500), (response.error, response.status))
        self.assertIn('at most 33554432', response.text)

    def test_a_large_response_carries_its_log_lines(self):
        response = self.worker(SOURCE).get('main.logs_and_size')
        self.assertEqual((100000, [(1, u'a line')]), (len(response.body), response.lines))

    def test_a_request_that_comes_byte_by_byte_is_served(self):
        worker = self.worker(SOURCE)
        body = marshal.dumps((1, 'main.echo', {'PATH_INFO': '/'}, b'slow'), 2)
        frame = struct.pack('<IB', len(body), REQUEST) + body
        for at in range(len(frame)):
            worker.channels[1].send_bytes(frame[at:at + 1])
        self.assertEqual(b'slow', worker.receive().body)

    def test_a_frame_over_the_limit_ends_its_connection_and_not_the_worker(self):
        worker = self.worker(SOURCE, connections=2)
        worker.channels[1].send_bytes(struct.pack('<IB', 41 * MB, REQUEST))
        worker.channels[1].wait_closed()
        self.assertEqual(b'ok', worker.get('main.echo', body=b'ok', connection=2).body)

    def test_a_thousand_requests_leave_nothing(self):
        worker = self.worker(SOURCE)
        for number in range(20):
            worker.get('main.work', {'QUERY_STRING': 'fail' if number % 2 else ''})
        worker.get('main.state')
        before = eval(worker.get('main.state').text)
        for number in range(1000):
            worker.get('main.work', {'QUERY_STRING': 'fail' if number % 2 else ''})
        after = eval(worker.get('main.state').text)
        self.assertEqual(before[:2], after[:2])
        self.assertLess(after[2] - before[2], 100)

    def test_large_bodies_are_given_back(self):
        worker = self.worker(SOURCE)

        def resident():
            with open('/proc/%d/statm' % worker.pid) as statm:
                return int(statm.read().split()[1]) * 4096

        body = os.urandom(MB) * 30
        worker.get('main.echo', body=body)
        worker.get('main.echo', body=b'')
        before = resident()
        for _ in range(5):
            worker.get('main.echo', body=body)
        worker.get('main.echo', body=b'')
        self.assertLess(resident() - before, 8 * MB)

    def test_a_hundred_connections_are_served(self):
        worker = self.worker(SOURCE, connections=100)
        in_threads([lambda index=index: [self.assertEqual(b'%d' % index if str is not bytes else str(index), worker.get(
            'main.echo', body=str(index).encode(), connection=index).body) for _ in range(3)] for index in range(1, 101)])
