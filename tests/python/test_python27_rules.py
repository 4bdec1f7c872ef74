"""What App Engine's python27 runtime disabled and replaced."""
from __future__ import absolute_import

import unittest

from cases import SiloCase
from silo import PY2

APP = '''
def app(environ, start_response):
    start_response('200 OK', [])
    scope = {}
    try:
        exec(environ['wsgi.input'].read(), scope)
        return [repr(scope.get('result'))]
    except Exception as error:
        return ['%s: %s' % (type(error).__name__, error)]
'''
AS_AN_APP = {'environ': {'TZ': 'UTC'}}


@unittest.skipUnless(PY2, 'they are those of python27')
class Rules(SiloCase):
    def run_code(self, code, files=None, **more):
        worker = self.silo.spawn(dict({'main.py': APP}, **(files or {})), **dict(AS_AN_APP, **more))
        return worker.get('main.app', body=code.encode('utf-8')).text

    def test_a_disabled_module_says_why(self):
        self.assertEqual('ImportError: The module bsddb is disabled in the python27 runtime: it keeps data in files, and an app cannot write any.',
                         self.run_code('import bsddb'))

    def test_ctypes_has_to_be_asked_for(self):
        self.assertIn('GAE_USE_CTYPES', self.run_code('import ctypes'))
        self.assertEqual('True', self.run_code('import ctypes; result = ctypes.CDLL(None).getpid() > 0', environ={'GAE_USE_CTYPES': '1'}))

    def test_a_module_of_the_app_by_a_disabled_name_is_its_own(self):
        self.assertEqual('7', self.run_code('import syslog; result = syslog.seven', files={'syslog.py': 'seven = 7'}))

    def test_functions_of_os_that_are_not_offered(self):
        for call in ('unlink("main.py")', 'system("true")', 'fork()', 'mkdir("a")', 'kill(1, 0)', 'popen("ls")'):
            self.assertEqual('OSError: [Errno 38] Function not implemented', self.run_code('import os; os.' + call), call)
        self.assertIn('AttributeError', self.run_code('import os; os.execv'))

    def test_functions_of_os_that_are_replaced(self):
        self.assertEqual("(-1, -1, ('Linux', '', '', '', ''), True, False)", self.run_code(
            'import os; result = os.getpid(), os.getuid(), os.uname(), os.access("main.py", os.R_OK), os.access("main.py", os.W_OK)'))

    def test_temporary_files_are_in_memory(self):
        self.assertEqual("'abc'", self.run_code('import tempfile; f = tempfile.TemporaryFile(); f.write("abc"); f.seek(0); result = f.read()'))

    def test_a_large_upload_still_works(self):
        code = '''
import cgi, StringIO
body = '--b\\r\\nContent-Disposition: form-data; name="f"; filename="a"\\r\\n\\r\\n' + 'x' * 5000 + '\\r\\n--b--\\r\\n'
form = cgi.FieldStorage(StringIO.StringIO(body), environ={'REQUEST_METHOD': 'POST', 'CONTENT_TYPE': 'multipart/form-data; boundary=b'})
result = len(form['f'].value)
'''
        self.assertEqual('5000', self.run_code(code))

    def test_only_the_plain_locale(self):
        self.assertIn('Error: locale emulation only supports "C" locale', self.run_code('import locale; locale.setlocale(locale.LC_ALL, "de_DE")'))

    def test_they_can_be_switched_off(self):
        self.assertEqual('True', self.run_code('import ctypes, os; result = os.getpid() > 0', rules=False))


if __name__ == '__main__':
    unittest.main()
