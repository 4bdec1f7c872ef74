"""The runtime's libraries in workers: where they come in an import, what they cost, what is said of those that are not there."""
from __future__ import absolute_import

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import silo as silo_module
from cases import SiloCase, runtime_module

PY2 = sys.version_info[0] == 2
APP = '''
import webapp2
class Page(webapp2.RequestHandler):
    def get(self):
        self.response.write(PAGE)
    def post(self):
        upload = self.request.POST['f']
        self.response.write('%s %s %s' % (upload.filename, upload.file.read().decode(), self.request.get('a')))
PAGE = 'hello ' + webapp2.__file__
app = webapp2.WSGIApplication([('/', Page)])
'''
SHOW = '''
def app(environ, start_response):
    start_response('200 OK', [])
    return [repr(VALUE).encode('utf-8')]
'''
FORM = (b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\n\r\ncontent\r\n'
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--b--\r\n')


def there(name):
    """Whether this interpreter has a module."""
    try:
        __import__(name)
        return True
    except ImportError:
        return False


class Provided(SiloCase):
    def get(self, files, script='main.app', **more):
        response = self.silo.spawn(files).get(script, **more)
        self.assertEqual(0, response.error, response.text)
        return response

    def shown(self, source, **files):
        return eval(self.get(dict(files, **{'main.py': source + SHOW})).text)

    def test_a_webapp2_app_serves(self):
        response = self.get({'main.py': APP})
        self.assertEqual((200, '/runtime/libraries/webapp2/__init__.py'), (response.status, response.text.split(' ')[1]))
        self.assertIn(('Content-Type', 'text/html; charset=utf-8'), [tuple(pair) for pair in response.headers])

    def test_an_upload(self):
        environ = {'REQUEST_METHOD': 'POST', 'CONTENT_TYPE': 'multipart/form-data; boundary=b', 'CONTENT_LENGTH': str(len(FORM))}
        self.assertEqual('x.txt content value', self.get({'main.py': APP}, environ=environ, body=FORM).text)

    def test_a_cgi_script_runs_its_application(self):
        files = {'main.py': APP + "def main():\n    app.run()\nif __name__ == '__main__':\n    main()\n"}
        response = self.get(files, 'main.py')
        self.assertEqual((200, True), (response.status, response.text.startswith('hello ')))

    def test_every_module_can_be_imported(self):
        names = sorted(['webapp2', 'webob', 'webob.exc', 'webob.multidict', 'webapp2_extras.appengine.sessions_memcache', 'webapp2_extras.appengine.sessions_ndb']
                       + ['webapp2_extras.' + name for name in 'json local routes security securecookie sessions'.split()])
        self.assertEqual(names, self.shown('VALUE = [__import__(name, fromlist=["x"]).__name__ for name in %r]' % (names,)))

    def test_hello_does_not_load_them(self):
        self.assertEqual([], self.shown("import sys\nVALUE = [name for name in sys.modules if name.startswith(('webapp2', 'webob', '_wsgi'))]"))

    def test_a_copy_of_the_app_wins_wherever_it_is(self):
        own = 'WHOSE = "own"\n'
        vendored = "from google.appengine.ext import vendor\nvendor.add('lib')\n"
        for files in ({'webapp2.py': own}, {'webapp2/__init__.py': own}, {'lib/webapp2.py': own, 'appengine_config.py': vendored},
                      {'lib/webapp2.py': own, 'appengine_config.py': "import sys\nsys.path.append('lib')\n"}):
            self.assertEqual('own', self.shown('import webapp2\nVALUE = webapp2.WHOSE', **files), sorted(files))

    def test_a_copy_in_a_zip_file_wins(self):
        self.assertEqual('own', self.shown('''
import io, sys, zipfile, os
sys.path.append(os.path.abspath('lib.zip'))
import webapp2
VALUE = webapp2.WHOSE''', **{'lib.zip': zipped('webapp2.py', 'WHOSE = "own"\n')}))

    def test_a_traceback_shows_their_lines(self):
        source = APP.replace("self.response.write(PAGE)", "self.response.headers['X'] = 'a\\r\\nb'")
        worker = self.silo.spawn({'main.py': source})
        lines = '\n'.join(each[2] for each in worker.get('main.app').logs)
        self.assertIn('File "/runtime/libraries/webob/headers.py", line', lines)
        self.assertIn('raise ValueError(', lines)

    def test_source_and_resources_can_be_asked_for(self):
        self.assertEqual(True, self.shown('import inspect, webapp2\nVALUE = "class RequestHandler" in inspect.getsource(sys.modules["webapp2.handlers"])'.replace(
            'import inspect', 'import inspect, sys')))


class Missing(SiloCase):
    def text(self, name):
        response = self.silo.spawn({'main.py': 'import %s\n' % name}).get('main.app')
        self.assertEqual(3, response.error)
        return response.text

    def setUp(self):
        self.absent = [name for name in ('protorpc', 'pyamf', 'endpoints') if not there(name)]
        if not self.absent:
            self.skipTest('this Python has all of them')

    def test_an_import_says_what_to_do(self):
        python = 'python%d.%d' % sys.version_info[:2]
        text = self.text(self.absent[0])
        self.assertIn("No module named '%s': App Engine offered this library and this machine's Python" % self.absent[0], text)
        self.assertIn('run `%s -m pip install -t lib ' % python, text)
        self.assertIn("vendor.add('lib')", text)
        self.assertNotIn('actors_runtime', text)

    def test_what_needs_compiled_code_cannot_be_vendored(self):
        if there('MySQLdb'):
            self.skipTest('MySQLdb is installed')
        self.assertIn('it needs compiled code, so install it', self.text('MySQLdb'))

    def test_other_modules_are_missing_as_ever(self):
        text = self.text('surely_not_there')
        self.assertIn('surely_not_there', text)
        self.assertNotIn('App Engine', text)

    def test_it_is_an_import_error_that_can_be_caught(self):
        source = 'try:\n    import %s\nexcept ImportError as error:\n    VALUE = str(error)\n' % self.absent[0]
        self.assertIn('pip install', self.silo.spawn({'main.py': source + SHOW}).get('main.app').text)

    def test_a_copy_found_later_is_found(self):
        files = {'lib/%s.py' % self.absent[0]: 'VALUE = 5\n', 'main.py': '''
try:
    import {0}
except ImportError:
    import sys
    sys.path.append('lib')
    import {0}
VALUE = {0}.VALUE
'''.format(self.absent[0]) + SHOW}
        self.assertEqual('5', self.silo.spawn(files).get('main.app').text)

    @unittest.skipIf(PY2, '2.7 has no find_spec')
    def test_who_only_asks_whether_it_is_there_gets_none(self):
        source = 'import importlib.util, pkgutil\nVALUE = importlib.util.find_spec(%r)\n' % self.absent[0]
        self.assertEqual('None', self.silo.spawn({'main.py': source + SHOW}).get('main.app').text)


def zipped(name, content):
    import io
    import zipfile
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as archive:
        archive.writestr(name, content)
    return data.getvalue()


class Checked(unittest.TestCase):
    """What is said of `libraries` when an app starts."""

    SCRIPT = os.path.join(os.path.dirname(silo_module.ZYGOTE), 'check_libraries.py')

    def said(self, files, *names):
        directory = tempfile.mkdtemp(prefix='actors-')
        try:
            for path in files:
                target = os.path.join(directory, path)
                if not os.path.isdir(os.path.dirname(target)):
                    os.makedirs(os.path.dirname(target))
                open(target, 'w').close()
            output = subprocess.check_output([sys.executable, '-E', '-s', '-B', self.SCRIPT, directory] + list(names))
            return output.decode('utf-8').splitlines()
        finally:
            shutil.rmtree(directory)

    def test_what_the_runtime_has_needs_no_word(self):
        self.assertEqual([], self.said([], 'webapp2==2.5.2', 'webob==1.2.3', 'ssl==2.7.11'))

    @unittest.skipIf(there('pyamf'), 'this Python has PyAMF')
    def test_what_is_nowhere_is_named_with_its_version(self):
        line, = self.said([], 'webapp2==2.5.2', 'PyAMF==0.6.1')
        self.assertTrue(line.startswith("libraries: PyAMF: this machine's Python %d.%d does not have it; " % sys.version_info[:2]), line)
        self.assertIn('pip install -t lib PyAMF==0.6.1`', line)

    @unittest.skipIf(there('pyamf'), 'this Python has PyAMF')
    def test_what_the_app_brings_needs_no_word(self):
        for path in ('pyamf/__init__.py', 'pyamf.py', 'lib/pyamf/__init__.py', 'env/lib/python2.7/site-packages/pyamf/__init__.py'):
            self.assertEqual([], self.said([path], 'PyAMF==0.6.1'), path)
        for path in ('pyamf.txt', 'lib/pyamf_more/__init__.py', '.hidden/pyamf.py'):
            self.assertEqual(1, len(self.said([path], 'PyAMF==0.6.1')), path)

    def test_every_library_of_app_yaml_is_known(self):
        missing_libraries = runtime_module('missing_libraries')
        catalog = os.path.join(os.path.dirname(silo_module.ZYGOTE), '..', '..', 'configuration', 'App', 'LibraryCatalog.cs')
        with open(catalog) as source:
            names = set(re.findall(r'^\s+new\("(\w+)", ', source.read(), re.MULTILINE))
        self.assertIn('jinja2', names)
        self.assertEqual({'clearsilver', 'ssl', 'webapp2', 'webob'}, set(name for name in names if missing_libraries.module_of(name) is None))


class MissingPlatform(SiloCase):
    """Of App Engine's own packages there is a part only."""

    FORMS = (('from google.appengine.api import users', 'api.users'), ('import google.appengine.api.memcache', 'api.memcache'),
             ('from google.appengine.ext import ndb', 'ext.ndb'), ('from google.appengine.ext.webapp import util', 'ext.webapp'))

    def test_an_import_says_what_there_is(self):
        for statement, name in self.FORMS:
            response = self.silo.spawn({'main.py': statement + '\n'}).get('main.app')
            self.assertEqual(3, response.error)
            self.assertIn("No module named 'google.appengine.%s': this platform does not have it. Of google.appengine there are" % name, response.text)

    def test_it_is_an_import_error_that_can_be_caught(self):
        for statement, _ in self.FORMS:
            source = 'try:\n    %s\nexcept ImportError:\n    VALUE = "caught"\n' % statement
            self.assertIn('caught', self.silo.spawn({'main.py': source + SHOW}).get('main.app').text)

    def test_what_is_there_is_found_and_so_is_what_the_app_brings(self):
        files = {'appengine_config.py': "from google.appengine.ext import vendor\nvendor.add('lib')\n", 'lib/google/appengine/ext/ndb.py': 'NAME = "own"\n',
                 'lib/google/appengine/ext/more/__init__.py': '', 'lib/google/appengine/ext/more/inner.py': 'NAME = "inner"\n',
                 'main.py': 'from google.appengine.ext import ndb\nfrom google.appengine.ext.more import inner\nfrom google.appengine.api import urlfetch, runtime\n'
                            'VALUE = ndb.NAME + inner.NAME + runtime.__name__\n' + SHOW}
        self.assertIn('owninnergoogle.appengine.api.runtime', self.silo.spawn(files).get('main.app').text)

    @unittest.skipIf(PY2, '2.7 has no find_spec')
    def test_who_only_asks_whether_it_is_there_gets_none(self):
        source = 'import importlib.util\nVALUE = importlib.util.find_spec("google.appengine.api.users")\n'
        self.assertEqual('None', self.silo.spawn({'main.py': source + SHOW}).get('main.app').text)

    def test_an_attribute_that_is_missing_is_no_module(self):
        source = 'import google.appengine.api\nVALUE = hasattr(google.appengine.api, "users")\n'
        self.assertEqual('False', self.silo.spawn({'main.py': source + SHOW}).get('main.app').text)
