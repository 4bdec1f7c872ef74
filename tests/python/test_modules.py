"""Which modules a worker tells the silo that it has loaded, and when."""
from __future__ import absolute_import

import unittest

from cases import SiloCase, runtime_module

MODULES = 35

# The import goes on only when the main thread has looked so often that it would long have taken the worker for idle.
MAIN = '''
import time
import first
from actors_runtime.leading import Leading

looks = []
look = Leading.look
Leading.look = lambda self: looks.append(1) or look(self)
end = time.time() + 10
while len(looks) < 60 and time.time() < end:
    time.sleep(0.001)
import second

def app(environ, start_response):
    import third
    start_response('200 OK', [])
    return [b'loaded']
'''


class Modules(SiloCase):
    def test_an_import_that_takes_long_is_awaited(self):
        files = {'main.py': MAIN, 'first.py': '', 'second.py': '', 'third.py': ''}
        worker = self.silo.spawn(files, modules=True)
        self.assertEqual(b'loaded', worker.get('main.app').body)
        kind, modules = worker.control.receive()
        self.assertEqual(MODULES, kind)
        self.assertLessEqual({'main', 'first', 'second', 'third'}, {name for name, _ in modules})

    def test_they_are_told_when_nothing_runs_any_more_or_at_last(self):
        modules = runtime_module('modules')
        looked = modules.Modules()
        self.assertFalse(looked.is_due(False, False))
        self.assertTrue(looked.is_due(True, False))
        under_load = modules.Modules()
        looks = [under_load.is_due(True, True) for _ in range(modules._MOST_LOOKS + 1)]
        self.assertEqual([False] * modules._MOST_LOOKS + [True], looks)


if __name__ == '__main__':
    unittest.main()
