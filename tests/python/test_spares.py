"""Spares: children of the base zygote that wait for START."""
from __future__ import absolute_import

import os

from cases import SiloCase
from silo import STOP, alive, wait_until

APP = '''
import os, sys, threading

def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [repr((os.environ.get('GREETING'), 'rehearsal' in os.environ.get('GAE_ENV', ''), sorted(name for name in sys.modules if name == 'main'),
                  [path for path in sys.path if 'rehearsal' in path], threading.active_count() > 0)).encode()]
'''


def sockets(pid):
    """How many it has open; while it rehearses some come and go."""
    count = 0
    for name in os.listdir('/proc/%d/fd' % pid):
        try:
            count += os.readlink('/proc/%d/fd/%s' % (pid, name)).startswith('socket:')
        except OSError:
            pass
    return count


class Spares(SiloCase):
    def test_it_becomes_the_worker_that_start_asks_for(self):
        worker = self.silo.spare(3).start({'main.py': APP}, 3)
        self.assertEqual(['identity', 'environment', 'runtime', 'lockdown'], [name for name, _ in worker.steps])
        for connection in (1, 2, 3):
            self.assertEqual(('hello', False, ['main'], [], True), eval(worker.get('main.app', connection=connection).text))

    def test_it_answers_as_a_worker_that_was_forked_for_its_app(self):
        source = APP.replace("[repr(", "[repr((sorted(os.environ), sys.path[1:], sorted(sys.modules)) + ")
        first = self.silo.spawn({'main.py': source}).get('main.app')
        second = self.silo.spare().start({'main.py': source}).get('main.app')
        self.assertEqual(first.text, second.text)

    def test_it_gives_up_connections_that_are_not_wanted(self):
        spare = self.silo.spare(5)
        self.assertTrue(wait_until(lambda: sockets(spare.pid) == 1 + 5 + 2))
        worker = spare.start({'main.py': APP}, 2)
        self.assertEqual(1 + 2 + 2, sockets(worker.pid))
        for connection in (3, 4, 5):
            worker.channels[connection].wait_closed()
        self.assertEqual(200, worker.get('main.app', connection=2).status)

    def test_nothing_of_its_rehearsal_is_left(self):
        source = APP.replace("[repr(", "[repr(sorted(type(each).__name__ for each in gc.get_objects() if type(each).__module__.startswith('actors_runtime') and type(each).__name__ != '_Child')).encode() + repr(")
        source = 'import gc\n' + source
        first = self.silo.spawn({'main.py': source}).get('main.app')
        second = self.silo.spare().start({'main.py': source}).get('main.app')
        self.assertEqual(first.text, second.text)

    def test_two_of_them_differ_in_random_numbers(self):
        source = 'import random\n' + APP.replace('repr((', 'repr((random.random(), ')
        texts = set(self.silo.spare().start({'main.py': source}).get('main.app').text for _ in range(2))
        self.assertEqual(2, len(texts))

    def test_it_ends_with_its_connection(self):
        spare = self.silo.spare()
        spare.control._owner.close()
        self.assertTrue(wait_until(lambda: not alive(spare.pid)))

    def test_it_ends_with_its_lifeline(self):
        spare = self.silo.spare()
        spare.cut_lifeline()
        self.assertTrue(wait_until(lambda: not alive(spare.pid)))

    def test_it_ends_at_any_other_frame(self):
        spare = self.silo.spare()
        spare.control.send(STOP, (1000,))
        self.assertTrue(wait_until(lambda: not alive(spare.pid)))

    def test_it_outlives_its_zygote(self):
        zygote = self.silo.__class__().start()
        spare = zygote.spare()
        zygote.process.kill()
        zygote.process.wait()
        self.assertEqual(200, spare.start({'main.py': APP}).get('main.app').status)
        zygote.close()
