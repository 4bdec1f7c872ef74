"""The worker as a process: descriptors, rights, threads, memory."""
from __future__ import absolute_import

import os
import stat
import unittest

from cases import SiloCase
from silo import PY2, Silo

SHOW = '''
import os, posix, random, resource, stat, sys, threading
def answer(start_response, value):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]

def process(environ, start_response):
    return answer(start_response, {
        'uid': os.getresuid(), 'gid': os.getresgid(), 'groups': os.getgroups(), 'umask': os.umask(0o077), 'core': resource.getrlimit(resource.RLIMIT_CORE),
        'stdin': (sys.stdin.read(), os.read(0, 10)), 'cwd': os.getcwd(), 'argv': sys.argv, 'dont_write_bytecode': sys.dont_write_bytecode})

def descriptors(environ, start_response):
    kinds = []
    for name in os.listdir('/proc/self/fd'):
        try:
            kinds.append((int(name), os.fstat(int(name)).st_mode))
        except OSError:
            pass
    return answer(start_response, sorted(kinds))

def status(environ, start_response):
    with open('/proc/self/status') as lines:
        return answer(start_response, dict(line.split(':\\t', 1) for line in lines)['NoNewPrivs'].strip())

def chance(environ, start_response):
    return answer(start_response, (random.random(), os.urandom(8)))

def children(environ, start_response):
    found = []
    for attempt in (lambda: posix.wait(), ):
        try:
            attempt()
        except OSError as error:
            found.append(error.errno)
    import signal
    return answer(start_response, (found, signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL))
'''


class Process(SiloCase):
    def show(self, name, worker=None, **more):
        response = (worker or self.worker(SHOW, **more)).get('main.' + name)
        self.assertEqual(0, response.error, response.text)
        return eval(response.text)

    def test_standard_streams_directory_and_limits(self):
        shown = self.show('process')
        self.assertEqual(('', b''), shown['stdin'])
        self.assertEqual((0, 0), shown['core'])
        self.assertEqual(0o077, shown['umask'])
        self.assertEqual([''], shown['argv'])
        self.assertTrue(shown['dont_write_bytecode'])
        self.assertTrue(os.path.basename(shown['cwd']).startswith('app'))

    def test_it_holds_its_own_descriptors_and_no_others(self):
        for _ in range(2):  # The second must not have the first one's.
            worker = self.worker(SHOW, connections=3)
            kinds = [mode for _, mode in self.show('descriptors', worker)]
            self.assertEqual(4 + 2, sum(1 for mode in kinds if stat.S_ISSOCK(mode)), 'control, three for requests, output twice')
            self.assertEqual(1, sum(1 for mode in kinds if stat.S_ISFIFO(mode)), 'the lifeline')
            self.assertEqual(2 if PY2 else 1, sum(1 for mode in kinds if stat.S_ISCHR(mode)), '/dev/null, and /dev/urandom for 2.7')
            self.assertFalse(any(stat.S_ISREG(mode) for mode in kinds))

    def test_it_can_gain_no_privileges(self):
        self.assertEqual('1', self.show('status'))

    def test_workers_of_one_zygote_draw_different_random_numbers(self):
        first, second = self.show('chance'), self.show('chance')
        self.assertNotEqual(first[0], second[0])
        self.assertNotEqual(first[1], second[1])

    def test_signals_and_children_of_the_zygote_are_not_its(self):
        errors, default = self.show('children')
        self.assertEqual([10], errors)
        self.assertTrue(default)

    def test_an_unused_worker_costs_little_memory(self):
        for _ in range(4):
            worker = self.worker(SHOW, connections=8)
        with open('/proc/%d/smaps_rollup' % worker.pid) as rollup:
            private = sum(int(line.split()[1]) for line in rollup if line.startswith('Private_'))
        self.assertLess(private, 3000, 'kB')


# A zygote whose workers look once an hour whether a request takes so long that it should have a thread of its own: so the machine may be as slow as it is.
UNHURRIED = '''
import os, runpy, sys
del sys.argv[0]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
from actors_runtime import leading
leading.LOOK_SECONDS = 3600
runpy.run_path(sys.argv[0], run_name='__main__')
'''
SLOW_TO_LOAD = '''
import time
time.sleep(0.05)
def app(environ, start_response):
    start_response('200 OK', [])
    return [b'']
'''


class Threads(unittest.TestCase):
    def setUp(self):
        self.silo = Silo(('-E', '-s', '-B', '-c', UNHURRIED)).start()
        self.addCleanup(self.silo.close)

    def test_an_unused_worker_has_one_thread(self):
        worker = self.silo.spawn({'main.py': SLOW_TO_LOAD}, connections=8)
        self.assertEqual(1, len(os.listdir('/proc/%d/task' % worker.pid)))
        self.assertEqual(200, worker.get('main.app').status)
        self.assertEqual(2, len(os.listdir('/proc/%d/task' % worker.pid)))


@unittest.skipUnless(os.geteuid() == 0, 'only root can give a worker another user')
class Users(SiloCase):
    def setUp(self):
        self.silo.app({})  # Numbers the next tree.

    def test_it_drops_to_the_user_and_group_it_is_given(self):
        tree = self.silo.app({'main.py': SHOW})
        worker = self.silo.spawn(tree, uid=65534, gid=65533)
        response = worker.get('main.process')
        self.assertEqual(0, response.error, response.text)
        shown = eval(response.text)
        self.assertEqual((65534,) * 3, tuple(shown['uid']))
        self.assertEqual((65533,) * 3, tuple(shown['gid']))
        self.assertEqual([], shown['groups'])

    def test_the_lifeline_still_kills_it(self):
        worker = self.silo.spawn({'main.py': SHOW}, uid=65534, gid=65534)
        worker.cut_lifeline()
        self.assertEqual(9, self.silo.exited(worker))

    def test_it_cannot_read_what_is_not_for_it(self):
        tree = self.silo.app({'main.py': 'def app(e, s):\n    s("200 OK", [])\n    return [open("secret").read().encode()]\n', 'secret': 'x'})
        os.chmod(os.path.join(tree, 'secret'), 0o600)
        response = self.silo.spawn(tree, uid=65534, gid=65534).get('main.app')
        self.assertEqual(1, response.error)
        self.assertIn('Permission denied', response.text)

    def test_a_tree_that_the_user_cannot_enter_is_said(self):
        tree = self.silo.app({'main.py': ''})
        os.chmod(tree, 0o700)
        worker = self.silo.spawn(tree, uid=65534, gid=65534, ready=False)
        self.assertEqual(1 << 8, self.silo.exited(worker))
        self.assertIn(b'step environment: ', worker.output.read_all())
