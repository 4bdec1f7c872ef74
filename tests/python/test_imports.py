"""Where modules come from, and when."""
from __future__ import absolute_import

import os

from cases import SiloCase
from silo import in_threads

ANSWER = '''
def answer(start_response, value):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]
'''


class Imports(SiloCase):
    def shown(self, files, script='main.app', **more):
        worker = self.silo.spawn(files, **more)
        response = worker.get(script)
        self.assertEqual(0, response.error, response.text)
        return eval(response.text)

    def test_the_code_tree_comes_first_and_our_own_directory_not_at_all(self):
        path, modules = self.shown({'main.py': ANSWER + '''
import sys
def app(environ, start_response):
    try:
        import zygote
        found = True
    except ImportError:
        found = False
    return answer(start_response, (sys.path, found))
'''})
        self.assertTrue(path[0].startswith(self.silo.directory))
        self.assertFalse(any('runtimes' in each for each in path), path)
        self.assertFalse(modules)

    def test_modules_stay_between_requests(self):
        worker = self.worker(ANSWER + 'seen = []\ndef app(environ, start_response):\n    seen.append(1)\n    return answer(start_response, len(seen))\n')
        self.assertEqual(['1', '2', '3'], [worker.get('main.app').text for _ in range(3)])

    def test_objects_in_packages_are_found_by_the_longest_module(self):
        files = {'pkg/__init__.py': '', 'pkg/sub.py': ANSWER + 'def app(e, s):\n    return answer(s, __name__)\n',
                 'deep/__init__.py': ANSWER + 'class Holder(object):\n    @staticmethod\n    def app(e, s):\n        return answer(s, "held")\n'}
        self.assertEqual('pkg.sub', self.shown(files, 'pkg.sub.app'))
        self.assertEqual('held', self.shown(files, 'deep.Holder.app'))
        self.assertEqual('pkg.sub', self.shown(files, 'pkg.sub:app'))

    def test_concurrent_first_requests_import_once(self):
        worker = self.silo.spawn({'main.py': '''
import os, time
count = int(os.environ.get('COUNT', '0')) + 1
os.environ['COUNT'] = str(count)
time.sleep(0.2)
def app(environ, start_response):
    start_response('200 OK', [])
    return [os.environ['COUNT'].encode()]
'''}, connections=6)
        answers = []
        in_threads([lambda index=index: answers.append(worker.get('main.app', connection=index).body) for index in range(1, 7)])
        self.assertEqual([b'1'] * 6, answers)

    def test_nothing_is_written_beside_the_code(self):
        tree = self.silo.app({'main.py': ANSWER + 'import other\ndef app(e, s):\n    return answer(s, 1)\n', 'other.py': ''})
        self.assertEqual(1, self.shown(tree))
        self.assertEqual(['main.py', 'other.py'], sorted(os.listdir(tree)))

    def test_the_working_directory_is_the_code_tree(self):
        tree = self.silo.app({'main.py': ANSWER + 'def app(e, s):\n    return answer(s, open("data.txt").read())\n', 'data.txt': 'data'})
        self.assertEqual('data', self.shown(tree))

    def test_modules_of_the_app_win_over_those_that_the_zygote_has_loaded(self):
        files = {'calendar.py': 'NAME = "app"\n', 'uuid/__init__.py': 'NAME = "app"\n', 'email/data.txt': '', 'main.py': ANSWER + '''
import calendar, uuid, email.utils, logging, random, datetime
def app(e, s):
    logging.error('still works')
    return answer(s, (calendar.NAME, uuid.NAME, hasattr(email.utils, 'parseaddr'), datetime.datetime(2020, 1, 1).strftime('%Y')))
'''}
        self.assertEqual(('app', 'app', True, '2020'), self.shown(files))

    def test_main_is_an_empty_module(self):
        self.assertEqual('__main__', self.shown({'main.py': ANSWER + 'import __main__\ndef app(e, s):\n    return answer(s, __main__.__name__)\n'}))


class Configuration(SiloCase):
    APP = ANSWER + 'import sys\ndef app(e, s):\n    return answer(s, sys.modules["appengine_config"].order)\n'

    def get(self, files, script='main.app'):
        return self.silo.spawn(files).get(script)

    def test_appengine_config_is_imported_first_and_once(self):
        files = {'appengine_config.py': 'order = ["config"]\n', 'other.py': self.APP,
                 'main.py': 'import appengine_config\nappengine_config.order.append("main")\n' + self.APP}
        worker = self.silo.spawn(files)
        self.assertEqual("['config', 'main']", worker.get('main.app').text)
        self.assertEqual("['config', 'main']", worker.get('other.app').text)

    def test_its_middleware_wraps_every_wsgi_app(self):
        config = '''
def webapp_add_wsgi_middleware(app):
    def wrapped(environ, start_response):
        return [b'<'] + list(app(environ, start_response)) + [b'>']
    return wrapped
'''
        files = {'appengine_config.py': config, 'main.py': ANSWER + 'def app(e, s):\n    return answer(s, 1)\n'}
        self.assertEqual('<1>', self.get(files).text)

    def test_an_error_in_it_is_a_failure_to_load(self):
        for source, words in (('1 / 0\n', 'ZeroDivisionError'), ('import not_there_at_all\n', 'not_there_at_all')):
            response = self.get({'appengine_config.py': source, 'main.py': self.APP})
            self.assertEqual(3, response.error)
            self.assertIn(words, response.text)


class Vendored(SiloCase):
    CONFIG = "from google.appengine.ext import vendor\nvendor.add('lib')\n"

    def shown(self, files):
        response = self.silo.spawn(files).get('main.app')
        self.assertEqual(0, response.error, response.text)
        return eval(response.text)

    def test_a_library_in_lib_is_found_after_the_app_and_before_the_standard_library(self):
        files = {'appengine_config.py': self.CONFIG, 'lib/library.py': 'NAME = "lib"\n', 'lib/both.py': 'NAME = "lib"\n', 'both.py': 'NAME = "app"\n',
                 'main.py': ANSWER + 'import sys, library, both\ndef app(e, s):\n    return answer(s, (library.NAME, both.NAME, sys.path[1][-4:]))\n'}
        self.assertEqual(('lib', 'app', '/lib'), self.shown(files))

    def test_pth_files_in_lib_are_followed(self):
        files = {'appengine_config.py': self.CONFIG, 'lib/more.pth': 'more\n', 'lib/more/inner.py': 'NAME = "inner"\n',
                 'main.py': ANSWER + 'import inner\ndef app(e, s):\n    return answer(s, inner.NAME)\n'}
        self.assertEqual('inner', self.shown(files))

    def test_a_virtual_environment_is_understood(self):
        import sys
        files = {'appengine_config.py': "from google.appengine.ext import vendor\nvendor.add('env')\n",
                 'env/lib/python%d.%d/site-packages/library.py' % sys.version_info[:2]: 'NAME = "env"\n',
                 'main.py': ANSWER + 'import library\ndef app(e, s):\n    return answer(s, library.NAME)\n'}
        self.assertEqual('env', self.shown(files))

    def test_a_missing_directory_is_an_error_that_names_it(self):
        response = self.silo.spawn({'appengine_config.py': self.CONFIG, 'main.py': ''}).get('main.app')
        self.assertEqual(3, response.error)
        self.assertIn('ValueError: There is no directory of libraries or virtual environment at lib', response.text)

    def test_google_packages_of_the_app_live_beside_ours(self):
        uses = ANSWER + '''
import google.cloud.storage
from google.protobuf import text
from google.appengine.runtime import apiproxy_errors
def app(e, s):
    return answer(s, (google.cloud.storage.NAME, text.NAME, apiproxy_errors.Error.__name__))
'''
        library = {'google/__init__.py': '', 'google/cloud/__init__.py': '', 'google/cloud/storage.py': 'NAME = "storage"\n',
                   'google/protobuf/__init__.py': '', 'google/protobuf/text.py': 'NAME = "text"\n'}
        in_lib = dict(('lib/' + path, text) for path, text in library.items())
        without_init = dict((path, text) for path, text in in_lib.items() if path != 'lib/google/__init__.py')
        for files in (library, dict(in_lib, **{'appengine_config.py': self.CONFIG}), dict(without_init, **{'appengine_config.py': self.CONFIG}),
                      dict(in_lib, **{'appengine_config.py': "import sys\nsys.path.insert(0, 'lib')\n"})):
            self.assertEqual(('storage', 'text', 'Error'), self.shown(dict(files, **{'main.py': uses})), sorted(files))
