"""Modules that a worker compiled are told to the silo, and run from what it kept."""
from __future__ import absolute_import

import marshal
import os
import shutil
import sys
import tempfile
import unittest

from cases import SiloCase
from silo import PY2

BYTECODE = 34
PADDING = '# The silo keeps nothing for modules that are compiled at once.\n' * 30
APP = PADDING + '''
import helper
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [(helper.WORD + ' ' + helper.__file__ + ' ' + helper.word.__code__.co_filename).encode('ascii')]
'''
HELPER = PADDING + '''
WORD = %r
def word():
    return WORD
'''


@unittest.skipIf(PY2, '2.7 keeps no code')
class Bytecode(SiloCase):
    def setUp(self):
        self.kept = tempfile.mkdtemp()
        os.chmod(self.kept, 0o755)
        self.addCleanup(shutil.rmtree, self.kept)
        self.app = self.silo.app({'main.py': APP, 'helper.py': HELPER % 'first'})

    def served(self):
        """What a new worker answers, and the names and code that it told."""
        worker = self.silo.spawn(self.app, bytecode=self.kept)
        text = worker.get('main.app').text.split()
        self.assertEqual([os.path.join(self.app, 'helper.py')] * 2, text[1:])
        told = {}
        while worker.control.has_input():
            kind, (name, code) = worker.control.receive()
            self.assertEqual(BYTECODE, kind)
            told[name] = code
        return text[0], told

    def keep(self, told):
        for name, code in told.items():
            with open(os.path.join(self.kept, name), 'wb') as file:
                file.write(code)

    def test_the_second_worker_compiles_nothing(self):
        word, told = self.served()
        tag = sys.implementation.cache_tag
        self.assertEqual({'main.py.%s.pyc' % tag, 'helper.py.%s.pyc' % tag}, set(told))
        self.keep(told)
        self.assertEqual(('first', {}), self.served())

    def test_a_changed_source_is_compiled_although_size_and_time_are_the_same(self):
        self.keep(self.served()[1])
        path = os.path.join(self.app, 'helper.py')
        before = os.stat(path)
        with open(path, 'w') as file:
            file.write(HELPER % 'other')
        os.utime(path, (before.st_atime, before.st_mtime))
        word, told = self.served()
        self.assertEqual(('other', 1), (word, len(told)))

    def test_a_short_module_is_compiled_each_time(self):
        self.app = self.silo.app({'main.py': APP.replace(PADDING, ''), 'helper.py': HELPER.replace(PADDING, '') % 'short'})
        self.assertEqual(('short', {}), self.served())

    def test_code_that_is_not_whole_is_compiled_anew(self):
        whole = self.served()[1]
        for cut in (0, 3, 16, 17, 40):
            self.keep({name: code[:cut] for name, code in whole.items()})
            word, told = self.served()
            self.assertEqual(('first', whole), (word, told), cut)

    def test_a_file_that_is_no_code_is_compiled_anew(self):
        whole = self.served()[1]
        self.keep({name: code[:16] + marshal.dumps({'no': 'code'}) for name, code in whole.items()})
        self.assertEqual(('first', whole), self.served())


if __name__ == '__main__':
    unittest.main()
