"""Failures: of the app's code, while loading, of names in app.yaml."""
from __future__ import absolute_import

from cases import SiloCase

FINE = '''
def app(environ, start_response):
    start_response('200 OK', [])
    return [b'fine']
'''


class Failures(SiloCase):
    def failed(self, files, script='main.app', error=1, **more):
        worker = self.silo.spawn(files, **more)
        response = worker.get(script)
        self.assertEqual((error, 500), (response.error, response.status), response.text)
        self.assertEqual([('Content-Type', 'text/plain; charset=utf-8')], response.headers)
        self.assertEqual((3, response.text), response.lines[-1])
        return response.text

    def test_an_exception_is_a_traceback_without_our_own_frames(self):
        text = self.failed({'main.py': 'def app(environ, start_response):\n    raise ValueError("what happened")\n'})
        self.assertTrue(text.startswith('Traceback (most recent call last):\n  File "'), text)
        self.assertIn('main.py", line 2, in app', text)
        self.assertTrue(text.endswith('ValueError: what happened\n'), text)
        self.assertNotIn('actors_runtime', text)

    def test_an_exception_that_is_not_an_exception_is_caught_too(self):
        text = self.failed({'main.py': '''
from google.appengine.runtime import DeadlineExceededError
def app(environ, start_response):
    try:
        raise DeadlineExceededError('too late')
    except Exception:
        pass
'''})
        self.assertIn('DeadlineExceededError', text)

    def test_an_exception_whose_text_fails_is_reported_anyway(self):
        text = self.failed({'main.py': '''
class Odd(Exception):
    def __str__(self): raise RuntimeError('no text')
def app(environ, start_response):
    raise Odd()
'''})
        self.assertIn('Odd', text)

    def test_any_character_can_be_in_an_exception(self):
        for literal in ("u'caf\\xe9 \\u2603'", "b'caf\\xc3\\xa9'", "'\\udce9'"):
            self.assertIn('ValueError', self.failed({'main.py': 'def app(environ, start_response):\n    raise ValueError(%s)\n' % literal}))

    def test_tracebacks_show_the_source_directory(self):
        text = self.failed({'main.py': 'import logging\ndef app(environ, start_response):\n    1 / 0\n'}, source='/home/someone/app/')
        self.assertIn('File "/home/someone/app/main.py", line 3, in app', text)
        self.assertNotIn(self.silo.directory, text)

    def test_a_syntax_error_shows_where_and_another_script_still_works(self):
        files = {'main.py': FINE, 'bad.py': 'x = 1\nif x\n    pass\n'}
        text = self.failed(files, 'bad.app', 3)
        self.assertIn('bad.py", line 2', text)
        self.assertIn('SyntaxError', text)

    def test_an_error_while_importing_is_a_failure_to_load_each_time(self):
        worker = self.silo.spawn({'main.py': 'raise RuntimeError("not now")\n', 'other.py': FINE})
        for _ in range(2):
            response = worker.get('main.app')
            self.assertEqual(3, response.error)
            self.assertIn('RuntimeError: not now', response.text)
        self.assertEqual(b'fine', worker.get('other.app').body)

    def test_a_missing_import_inside_the_module_is_shown_as_it_is(self):
        text = self.failed({'main.py': 'import not_there_at_all\n'}, 'main.app', 3)
        self.assertIn('main.py", line 1', text)
        self.assertIn('not_there_at_all', text)

    def test_a_missing_module_is_a_sentence(self):
        for script in ('nowhere.app', 'nowhere:app', 'package.nowhere.app'):
            text = self.failed({'main.py': FINE}, script, 3)
            self.assertIn('The handler %s: there is no module' % script, text)
            self.assertNotIn('Traceback', text)

    def test_a_missing_object_is_a_sentence_that_says_what_there_is(self):
        text = self.failed({'main.py': FINE + 'application = app\nNUMBER = 3\n'}, 'main.wsgi', 3)
        self.assertIn('has no wsgi. Callables in it: app, application.', text)

    def test_a_name_without_an_object_is_a_sentence(self):
        self.assertIn('names a module', self.failed({'main.py': FINE}, 'main', 3))

    def test_an_object_that_cannot_be_called_is_a_sentence(self):
        self.assertIn('cannot be called', self.failed({'main.py': 'app = 3\n'}, 'main.app', 3))

    def test_sys_exit_while_loading_is_a_failure(self):
        self.assertIn('SystemExit', self.failed({'main.py': 'import sys\nsys.exit(0)\n'}, 'main.app', 3))

    def test_a_failure_leaves_nothing_to_the_next_request(self):
        worker = self.worker('import os\ndef bad(e, s):\n    print("bad")\n    os.environ["LEFT"] = "x"\n    1 / 0\n' + '''
def app(environ, start_response):
    start_response('200 OK', [])
    return [repr(os.environ.get('LEFT')).encode()]
''')
        self.assertEqual(1, worker.get('main.bad').error)
        response = worker.get('main.app')
        self.assertEqual((b'None', []), (response.body, list(response.logs)))
