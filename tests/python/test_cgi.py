"""CGI scripts: `__main__`, `main()`, headers, exits."""
from __future__ import absolute_import

from cases import SiloCase

COUNTING = '''
import sys
count = 0
print("Content-Type: text/plain")
print("")
print("loaded as %s, argv %s" % (__name__, sys.argv[0].rpartition("/")[2]))
def main():
    global count
    count += 1
    print("Content-Type: text/plain")
    print("")
    print("called %d times, main module has main: %s" % (count, hasattr(sys.modules["__main__"], "main")))
'''


class Scripts(SiloCase):
    def script(self, source, environ=None, body=b'', path='script.py', **more):
        worker = self.silo.spawn({path: source}, **more)
        return worker.get(path, environ, body)

    def test_a_script_runs_as_main_and_then_its_main_function_is_called(self):
        worker = self.silo.spawn({'script.py': COUNTING})
        self.assertEqual('loaded as __main__, argv script.py\n', worker.get('script.py').text)
        self.assertEqual('called 1 times, main module has main: True\n', worker.get('script.py').text)
        self.assertEqual('called 2 times, main module has main: True\n', worker.get('script.py').text)

    def test_without_main_the_script_runs_anew_each_time(self):
        worker = self.silo.spawn({'script.py': 'seen = globals().get("seen", 0) + 1\nprint("\\n%d" % seen)'})
        self.assertEqual(['1\n', '1\n'], [worker.get('script.py').text for _ in range(2)])

    def test_a_main_with_required_arguments_is_not_called(self):
        worker = self.silo.spawn({'script.py': 'print("\\nran")\ndef main(argv):\n    pass\n'})
        self.assertEqual(['ran\n', 'ran\n'], [worker.get('script.py').text for _ in range(2)])

    def test_a_main_with_defaults_is_called(self):
        worker = self.silo.spawn({'script.py': 'print("\\nran")\ndef main(argv=None):\n    print("\\nmain")\n'})
        self.assertEqual(['ran\n', 'main\n'], [worker.get('script.py').text for _ in range(2)])

    def test_the_usual_last_lines_run_main_once_per_request(self):
        worker = self.silo.spawn({'script.py': 'def main():\n    print("\\nmain")\nif __name__ == "__main__":\n    main()\n'})
        self.assertEqual(['main\n', 'main\n'], [worker.get('script.py').text for _ in range(2)])

    def test_a_script_in_a_folder_imports_from_the_code_tree(self):
        worker = self.silo.spawn({'cgi/run.py': 'import helper\nprint("\\n" + helper.NAME)', 'helper.py': 'NAME = "helped"'})
        self.assertEqual('helped\n', worker.get('cgi/run.py').text)

    def test_the_body_is_standard_input(self):
        self.assertEqual('posted\n', self.script('import sys\nprint("\\n" + sys.stdin.read())', body=b'posted').text)

    def test_the_request_is_in_os_environ(self):
        self.assertEqual('POST /x hello\n', self.script(
            'import os\nprint("\\n%s %s %s" % (os.environ["REQUEST_METHOD"], os.environ["PATH_INFO"], os.environ["GREETING"]))',
            {'REQUEST_METHOD': 'POST', 'PATH_INFO': '/x'}).text)

    def test_status_and_headers_are_parsed(self):
        response = self.script('print("Status: 404 Not Found\\r\\nX-One: 1\\r\\nSet-Cookie: a=b\\r\\nSet-Cookie: c=d\\r\\n\\r\\nbody")')
        self.assertEqual(404, response.status)
        self.assertEqual([('X-One', '1'), ('Set-Cookie', 'a=b'), ('Set-Cookie', 'c=d')], response.headers)
        self.assertEqual(b'body\n', response.body)

    def test_binary_output_arrives_unchanged(self):
        source = 'import sys\nout = getattr(sys.stdout, "buffer", sys.stdout)\nout.write(b"Content-Type: x/y\\n\\n" + bytes(bytearray(range(256))))'
        self.assertEqual(bytes(bytearray(range(256))), self.script(source).body)

    def test_text_and_binary_output_keep_their_order(self):
        source = 'import sys\nsys.stdout.write("A: b\\n\\n1")\ngetattr(sys.stdout, "buffer", sys.stdout).write(b"2")\nsys.stdout.write("3")'
        self.assertEqual(b'123', self.script(source).body)

    def test_standard_error_goes_to_the_log(self):
        self.assertEqual([(3, u'oops')], self.script('import sys\nsys.stderr.write("oops\\n")\nprint("\\nfine")').lines)

    def test_no_output_is_an_empty_answer(self):
        response = self.script('pass')
        self.assertEqual((200, [], b'', 0), (response.status, response.headers, response.body, response.error))

    def test_no_output_is_logged_with_what_may_have_been_meant(self):
        (level, text), = self.script('def app(environ, start_response): pass').lines
        self.assertEqual(2, level)
        self.assertIn('printed nothing', text)
        self.assertIn('main.app instead of main.py', text)

    def test_output_that_is_not_headers_is_an_error_that_shows_it(self):
        for source in ('print("<html>hello</html>\\n\\nx")', 'print("no end of headers: 1")'):
            response = self.script(source)
            self.assertEqual((1, 500), (response.error, response.status))
        self.assertIn('no empty line', response.text)

    def test_a_missing_file_is_error_2(self):
        worker = self.silo.spawn({'main.py': ''})
        for script in ('other.py', 'folder/other.py', 'folder/'):
            response = worker.get(script)
            self.assertEqual((2, 404), (response.error, response.status))
            self.assertIn('There is no file', response.text)

    def test_sys_exit_with_a_code_is_an_error_and_without_is_not(self):
        for code, error in (('3', 1), ('"text"', 1), ('0', 0), ('', 0), ('None', 0)):
            response = self.script('import sys\nprint("\\nbefore")\nsys.exit(%s)' % code)
            self.assertEqual(error, response.error, code)
            self.assertEqual((500 if error else 200), response.status)
        self.assertEqual('before\n', response.text)

    def test_an_exception_is_a_traceback_and_the_next_request_is_served(self):
        worker = self.silo.spawn({'bad.py': 'print("\\n")\ndef main():\n    pass\n1 / 0', 'good.py': 'print("\\ngood")'})
        response = worker.get('bad.py')
        self.assertEqual((1, 500), (response.error, response.status))
        self.assertIn('ZeroDivisionError', response.text)
        self.assertEqual('good\n', worker.get('good.py').text)
        self.assertEqual(1, worker.get('bad.py').error, 'a module that failed must not be cached')

    def test_a_syntax_error_is_a_failure_to_load(self):
        response = self.script('print("\\n")\nif True\n    pass\n')
        self.assertEqual((3, 500), (response.error, response.status))
        self.assertIn('SyntaxError', response.text)
        self.assertIn('line 2', response.text)

    def test_scripts_on_two_connections_do_not_mix_their_output(self):
        worker = self.silo.spawn({'script.py': '''
import os, sys, time
print("Content-Type: text/plain\\n")
for _ in range(20):
    sys.stdout.write(os.environ["PATH_INFO"])
    time.sleep(0.001)
'''}, connections=2)
        worker.send('script.py', {'PATH_INFO': 'a'}, connection=1)
        worker.send('script.py', {'PATH_INFO': 'b'}, connection=2)
        self.assertEqual(['a' * 20, 'b' * 20], [worker.receive(1).text, worker.receive(2).text])
