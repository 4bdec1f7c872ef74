"""The base zygote: spawning, failing, reaping, dying."""
from __future__ import absolute_import

import os
import signal
import sys
import time
import unittest

from cases import SiloCase
from silo import EXITED, KILL, PY2, SPAWN, SPAWN_FAILED, WATCHED, Silo, alive, pack, wait_until

HELLO = '''
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'hello']
'''


class Spawning(SiloCase):
    def test_the_zygote_says_what_it_is(self):
        self.assertEqual('%d.%d.%d' % sys.version_info[:3], self.silo.ready['python'])
        self.assertEqual(self.silo.process.pid, self.silo.ready['pid'])
        self.assertGreater(self.silo.ready['modules'], 100)

    def test_a_worker_is_timed_step_by_step(self):
        worker = self.worker(HELLO)
        self.assertEqual(['lifeline', 'identity', 'environment', 'runtime', 'lockdown'], [name for name, _ in worker.steps])
        self.assertTrue(all(0 <= time_us < 5000000 for _, time_us in worker.steps))
        self.assertGreater(worker.spawned[2], 0)
        self.assertGreater(worker.spawned[3], 0)

    def test_workers_of_one_zygote_serve_at_the_same_time(self):
        workers = [self.worker(HELLO) for _ in range(3)]
        for worker in workers:
            worker.send('main.app')
        self.assertEqual([b'hello'] * 3, [worker.receive().body for worker in workers])

    def test_a_spawn_sent_in_pieces_is_understood(self):
        path, lifeline = self.silo.fifo()
        order = self.silo.order(self.silo.app({'main.py': HELLO}), lifeline=path)
        frame = pack(SPAWN, order)
        for at in range(0, len(frame), 50):
            self.silo.pipe.send_bytes(frame[at:at + 50])
            time.sleep(0.001)
        channels = self.silo.accept(3, order['id'])
        _, spawned = self.silo.answer()
        self.assertEqual(order['id'], spawned[0])
        os.close(lifeline)
        self.assertTrue(wait_until(lambda: not alive(spawned[1])))
        for channel in channels.values():
            channel._owner.close()

    def fails(self, order):
        before = sorted(os.listdir('/proc/%d/fd' % self.silo.process.pid))
        self.silo.pipe.send(SPAWN, order)
        kind, value = self.silo.answer()
        self.assertEqual(SPAWN_FAILED, kind)
        self.assertEqual(order['id'], value[0])
        self.assertEqual(before, sorted(os.listdir('/proc/%d/fd' % self.silo.process.pid)))
        return value

    def test_a_silo_that_does_not_listen_fails_the_spawn(self):
        path, lifeline = self.silo.fifo()
        _, step, text = self.fails(self.silo.order('/', lifeline=path, socket_path='/nonexistent/silo.sock'))
        self.assertEqual('connect', step)
        self.assertIn('No such file', text)
        os.close(lifeline)

    def test_a_lifeline_without_a_writer_fails_the_spawn(self):
        path, lifeline = self.silo.fifo()
        os.close(lifeline)
        _, step, text = self.fails(self.silo.order('/', lifeline=path))
        self.assertEqual('connect', step)
        self.assertIn('lifeline', text)

    def test_after_a_failed_spawn_the_next_one_works(self):
        self.fails(self.silo.order('/', lifeline='/nonexistent/lifeline'))
        self.assertEqual(b'hello', self.worker(HELLO).get('main.app').body)

    def test_a_code_tree_that_is_not_there_ends_the_worker_with_its_step(self):
        worker = self.silo.spawn('/nonexistent/tree', ready=False)
        self.assertEqual(1, self.silo.exited(worker) >> 8)
        output = worker.output.read_all()
        self.assertIn(b'step environment', output)
        self.assertIn(b'/nonexistent/tree', output)


class Inheriting(unittest.TestCase):
    def test_what_the_silo_was_just_opening_is_closed_and_workers_start(self):
        reading, writing = os.pipe()
        for each in (reading, writing):
            if hasattr(os, 'set_inheritable'):
                os.set_inheritable(each, True)
        silo = Silo(close_fds=False)
        try:
            silo.start()
            os.close(writing)
            self.assertEqual(b'', os.read(reading, 1), 'the zygote still holds the other end')
            self.assertEqual(b'hello', silo.spawn(silo.app({'main.py': HELLO})).get('main.app').body)
        finally:
            os.close(reading)
            silo.close()


class Reaping(SiloCase):
    def test_a_child_is_reaped_only_when_it_is_watched(self):
        worker = self.worker(HELLO, watch=False)
        os.kill(worker.pid, signal.SIGKILL)
        self.assertTrue(wait_until(lambda: not alive(worker.pid)))
        time.sleep(0.05)
        self.assertTrue(os.path.exists('/proc/%d' % worker.pid), 'its number could be used again')
        self.silo.pipe.send(WATCHED, (worker.number,))
        self.assertEqual(signal.SIGKILL, self.silo.exited(worker))
        self.assertFalse(os.path.exists('/proc/%d' % worker.pid))

    def test_kill_sends_the_signal(self):
        worker = self.worker(HELLO)
        self.silo.pipe.send(KILL, (worker.number, int(signal.SIGUSR1)))
        self.assertEqual(signal.SIGUSR1, self.silo.exited(worker))

    def test_kill_of_one_that_was_reaped_is_ignored(self):
        worker = self.worker(HELLO)
        self.silo.pipe.send(KILL, (worker.number, 9))
        self.silo.exited(worker)
        self.silo.pipe.send(KILL, (worker.number, 9))
        self.assertEqual(b'hello', self.worker(HELLO).get('main.app').body)

    def test_many_that_end_at_once_are_all_reported(self):
        workers = [self.worker(HELLO) for _ in range(10)]
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        waited_for, ended = set(worker.pid for worker in workers), set()
        while not ended >= waited_for:
            kind, value = self.silo.pipe.receive()
            self.assertEqual(EXITED, kind)
            ended.add(value[1])


STUCK = '''
import re
def app(environ, start_response):
    re.match('(a+)+$', 'a' * 60 + 'b')
'''


class Dying(unittest.TestCase):
    def setUp(self):
        self.silo = Silo().start()

    def tearDown(self):
        self.silo.close()

    def test_flags_that_isolate_the_interpreter_are_fine(self):
        for flags in (('-S', '-E', '-B'),) + ((('-I', '-B'),) if not PY2 else ()):
            isolated = Silo(flags).start()
            try:
                self.assertEqual(b'hello', isolated.spawn({'main.py': HELLO}).get('main.app').body)
            finally:
                isolated.close()

    def test_the_zygote_exits_when_its_input_ends(self):
        self.silo.process.stdin.close()
        self.assertEqual(0, self.silo.process.wait())

    def test_workers_outlive_their_zygote(self):
        worker = self.silo.spawn({'main.py': HELLO})
        self.silo.process.kill()
        self.silo.process.wait()
        self.assertEqual(b'hello', worker.get('main.app').body)
        worker.cut_lifeline()
        self.assertTrue(wait_until(lambda: not alive(worker.pid)))

    def test_the_lifeline_kills_a_worker_that_is_stuck_in_c_code(self):
        worker = self.silo.spawn({'main.py': STUCK})
        worker.send('main.app')
        time.sleep(0.3)
        self.assertTrue(alive(worker.pid))
        worker.cut_lifeline()
        self.assertEqual(signal.SIGKILL, self.silo.exited(worker))

    def test_the_lifeline_of_one_worker_is_not_that_of_another(self):
        first, second = [self.silo.spawn({'main.py': HELLO}) for _ in range(2)]
        first.cut_lifeline()
        self.assertEqual(signal.SIGKILL, self.silo.exited(first))
        self.assertEqual(b'hello', second.get('main.app').body)

    def test_a_worker_ends_when_the_silo_closes_its_control_connection(self):
        worker = self.silo.spawn({'main.py': HELLO})
        worker.control._owner.close()
        self.assertEqual(0, self.silo.exited(worker))

    def test_a_terminal_interrupt_is_not_for_the_zygote_or_its_workers(self):
        worker = self.silo.spawn({'main.py': HELLO})
        os.kill(self.silo.process.pid, signal.SIGINT)
        os.kill(worker.pid, signal.SIGINT)
        self.assertEqual(b'hello', worker.get('main.app').body)
        self.assertEqual(b'hello', self.silo.spawn({'main.py': HELLO}).get('main.app').body)
