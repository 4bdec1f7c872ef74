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

LOADED = START + """
import importlib, os, tempfile
folder = tempfile.mkdtemp()
def write(name, text):
    with open(os.path.join(folder, name), 'w') as file:
        file.write(text)
write('flask.py', '''
import colorsys, partner, json.decoder
from importlib import import_module
for name in ('absent', 'other_absent'):
    try:
        import_module(name) if name == 'absent' else __import__(name)
    except ImportError:
        pass
class Flask(object):
    count = 0
    def __init__(self, name):
        Flask.count += 1
    def add_url_rule(self, *rule):
        import late
    def __call__(self, environ, start_response):
        return []
''')
write('partner.py', '')
write('late.py', '')
import json
sys.path.insert(0, folder)
imports = __import__, list(sys.meta_path)
frameworks.load('flask')
assert imports == (__import__, sys.meta_path)
names = set(frameworks.looked_for())
assert names >= {'flask', 'colorsys', 'partner', 'absent', 'other_absent', 'late'} and not names & {'json', 'importlib', 'sys'}, names

def conflict(name, text=None):
    app = tempfile.mkdtemp()
    if text is None:
        os.mkdir(os.path.join(app, name))
    else:
        with open(os.path.join(app, name), 'w') as file:
            file.write(text)
    from actors_runtime import shadowing
    shadowing.forget_shadowed(app)
    return preloading.preload(app, [], ['flask', 'partner'])
count = sys.modules['flask'].Flask.count
assert count == frameworks._ROUNDS
assert conflict('json') == conflict('html') == (2, ''), 'a directory that is no package'
assert conflict('calendar.py', '') == (2, ''), 'a module that it does not ask for'
assert sys.modules['flask'].Flask.count == count, 'it was rehearsed once'
for name in ('absent', 'late', 'colorsys', 'partner'):
    assert conflict(name + '.py', '')[1] == 'a library imports %s, which is a module of the app' % name
assert conflict('absent')[1]
# What all zygotes have loaded counts when the app has it too, for then an import would find the app's.
assert conflict('json.py', '')[1] == 'a library imports json, which is a module of the app'
"""

FAILING = START + """
import os, tempfile
folder = tempfile.mkdtemp()
with open(os.path.join(folder, 'flask.py'), 'w') as file:
    file.write('import warnings\\nwarnings.warn(chr(33))\\nraise KeyError(1)')
sys.path.insert(0, folder)
before = __import__
for name in ('flask', 'there_is_none'):
    frameworks.load(name)
assert before == __import__ and 'flask' not in sys.modules
"""

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

    @unittest.skipIf(sys.version_info[0] == 2, 'of Python 3 alone')
    def test_a_version_that_has_what_a_framework_looked_for_gets_nothing_of_it(self):
        run(LOADED)

    @unittest.skipIf(sys.version_info[0] == 2, 'of Python 3 alone')
    def test_a_framework_that_cannot_be_imported_is_left_to_the_versions(self):
        run(FAILING)

    def test_nothing_of_our_app_stays(self):
        if run(REAL) == 'none':
            self.skipTest('this interpreter has no Flask')


if __name__ == '__main__':
    unittest.main()
