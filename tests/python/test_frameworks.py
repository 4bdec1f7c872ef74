"""What a version zygote rehearses of a framework that it has imported."""
from __future__ import absolute_import

import os
import subprocess
import sys
import unittest

RUNTIME = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), 'runtimes', 'python')

START = '''
import sys, types
sys.path.insert(0, %r)
from actors_runtime import frameworks, preloading
''' % RUNTIME

KNOWN = START + '''
told = []
class Body(list):
    def close(self):
        told.append('closed')
class Flask(object):
    def __init__(self, name):
        assert name in sys.modules, name
    def add_url_rule(self, rule, endpoint, view):
        self.page = rule, view
    def __call__(self, environ, start_response):
        assert self.page[0] == environ['PATH_INFO'] and environ['wsgi.input'].read() == b''
        start_response('200 OK', [])
        told.append(self.page[1]())
        return Body()
sys.modules['flask'] = types.ModuleType('flask')
sys.modules['flask'].Flask = Flask
assert preloading.preload('/nowhere', [], ['sys']) == (1, ''), told
assert told == ['rehearsal', 'closed'] * (len(told) // 2) and told, told
'''

UNKNOWN = START + '''
class Flask(object):
    def __init__(self, name):
        raise KeyError(name)
for module in (types.ModuleType('flask'), None):
    sys.modules['flask'] = module
    frameworks.rehearse()
sys.modules['flask'] = types.ModuleType('flask')
sys.modules['flask'].Flask = Flask
assert preloading.preload('/nowhere', [], ['sys']) == (1, '')
'''

REAL = START + '''
try:
    import flask
except ImportError:
    print('none')
    sys.exit()
import gc, io, logging, os, re, threading
made = []
before = (sorted(logging.Logger.manager.loggerDict), dict(os.environ), len(threading.enumerate()), sorted(os.listdir('/proc/self/fd')), list(sys.path))
page = frameworks._FRAMEWORKS[0][1]
frameworks._FRAMEWORKS = (('flask', lambda module: made.append(1) or page(module)),)
answers = []
ask = frameworks._ask
def asked(app):
    ask(app)
    answers.append(1)
frameworks._ask = asked
frameworks.rehearse()
assert len(made) == len(answers) == frameworks._ROUNDS, (made, answers)
gc.collect()
assert not [each for each in gc.get_objects() if type(each) is flask.Flask]
assert not flask.has_app_context() and not flask.has_request_context()
assert before == (sorted(logging.Logger.manager.loggerDict), dict(os.environ), len(threading.enumerate()), sorted(os.listdir('/proc/self/fd')), list(sys.path))
'''


def run(source):
    return subprocess.check_output([sys.executable, '-E', '-s', '-B', '-c', source]).decode().strip()


class Frameworks(unittest.TestCase):
    def test_a_framework_that_is_loaded_serves_a_page_of_ours(self):
        run(KNOWN)

    def test_one_that_is_not_as_we_know_it_is_left_to_the_instances(self):
        run(UNKNOWN)

    def test_nothing_of_our_app_stays(self):
        if run(REAL) == 'none':
            self.skipTest('this interpreter has no Flask')


if __name__ == '__main__':
    unittest.main()
