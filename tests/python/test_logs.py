"""What the app prints and logs: level, time, request, limits."""
from __future__ import absolute_import

import time

from cases import SiloCase
from silo import LOG, PY2

LOGGING = u'''# -*- coding: utf-8 -*-
from __future__ import print_function
import logging, os, sys, threading, traceback

def answer(start_response):
    start_response('200 OK', [])
    return [b'']

def prints(environ, start_response):
    print('one')
    print('two', 'parts')
    sys.stderr.write('err')
    sys.stderr.write('or\\n')
    print('no newline', end='')
    return answer(start_response)

def levels(environ, start_response):
    log = logging.getLogger('app')
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        log.log(level, 'level %d', level)
    return answer(start_response)

def configured(environ, start_response):
    logging.basicConfig(level=logging.DEBUG, format='<%(message)s>')
    return levels(environ, start_response)

def raises(environ, start_response):
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception('it happened')
    return answer(start_response)

def unicode_text(environ, start_response):
    print(u'gr\\xfc\\xdfe')
    sys.stdout.write(u'\\u2603\\n')
    logging.error(u'caf\\xe9 %s', u'\\u2603')
    return answer(start_response)

def many(environ, start_response):
    for number in range(1500):
        print(number)
    if environ['QUERY_STRING'] == 'fail':
        raise ValueError('at last')
    return answer(start_response)

def long_lines(environ, start_response):
    print(u'\\xe9' * 5000)
    print('x' * 8192)
    print('x' * 8193)
    sys.stdout.write('y' * 100000)
    sys.stdout.write('y' * 100000)
    return answer(start_response)

def lots(environ, start_response):
    for name in ('encoding', 'errors', 'closed'):
        getattr(sys.stdout, name)
    sys.stdout.flush()
    assert not sys.stdout.isatty()
    assert sys.stdout.fileno() == 1 and sys.stderr.fileno() == 2
    sys.stdout.writelines(['a\\n', 'b\\n'])
    return answer(start_response)

def native(environ, start_response):
    os.write(1, b'native out\\n')
    os.write(2, b'native err\\n')
    return answer(start_response)

def quiet(environ, start_response):
    return answer(start_response)
'''


class Logs(SiloCase):
    def get(self, name, environ=None, **more):
        response = self.worker(LOGGING, **more).get('main.' + name, environ)
        self.assertEqual(0, response.error, response.text)
        return response

    def test_printed_lines_have_levels_and_unfinished_ones_are_not_lost(self):
        lines = self.get('prints').lines
        self.assertEqual([(1, u'one'), (1, u'two parts'), (3, u'error'), (1, u'no newline')], lines)

    def test_times_are_microseconds(self):
        before = int(time.time() * 1000000)
        times = [line[1] for line in self.get('prints').logs]
        after = int(time.time() * 1000000)
        self.assertTrue(all(before <= each <= after for each in times), (before, times, after))
        self.assertEqual(sorted(times), times)

    def test_a_quiet_request_has_no_lines(self):
        self.assertEqual([], list(self.get('quiet').logs))

    def test_python27_logs_everything_without_a_prefix(self):
        self.assertEqual([(level, u'level %d' % number) for level, number in enumerate((10, 20, 30, 40, 50))],
                         self.get('levels', runtime='python27').lines)

    def test_python3_logs_warnings_unless_configured(self):
        if PY2:
            self.skipTest("2.7's logging has no last resort")
        self.assertEqual([(2, u'level 30'), (3, u'level 40'), (4, u'level 50')], self.get('levels', runtime='python3').lines)

    def test_python3_basic_config_keeps_the_levels(self):
        lines = self.get('configured', runtime='python3').lines
        self.assertEqual([(level, u'<level %d>' % number) for level, number in enumerate((10, 20, 30, 40, 50))], lines)

    def test_an_exception_is_one_line_with_its_traceback(self):
        (level, text), = self.get('raises', runtime='python27').lines
        self.assertEqual(3, level)
        self.assertTrue(text.startswith(u'it happened\nTraceback'), text)
        self.assertIn(u'ZeroDivisionError', text)

    def test_any_character_can_be_logged(self):
        self.assertEqual([(1, u'gr\xfc\xdfe'), (1, u'\u2603'), (3, u'caf\xe9 \u2603')], self.get('unicode_text', runtime='python27').lines)

    def test_a_request_keeps_a_thousand_lines_and_says_how_many_are_missing(self):
        lines = self.get('many').lines
        self.assertEqual([u'%d' % number for number in range(1000)], [text for _, text in lines[:1000]])
        self.assertEqual([(2, u'500 log lines were dropped: a request keeps 1000.')], lines[1000:])

    def test_the_traceback_is_kept_beyond_the_limit(self):
        lines = self.worker(LOGGING).get('main.many', {'QUERY_STRING': 'fail'}).lines
        self.assertIn(u'ValueError: at last', lines[1000][1])
        self.assertEqual(1002, len(lines))

    def test_a_line_is_cut_at_eight_kilobytes_and_says_so(self):
        lines = [text.encode('utf-8') for _, text in self.get('long_lines').lines]
        self.assertTrue(all(len(line) <= 8192 for line in lines))
        self.assertEqual([True, False, True, True], [line.endswith(b'[cut at 8 KB]') for line in lines])

    def test_the_streams_behave_like_files(self):
        self.assertEqual([(1, u'a'), (1, u'b')], self.get('lots').lines)

    def test_native_output_goes_to_its_own_connection(self):
        worker = self.worker(LOGGING)
        self.assertEqual([], list(worker.get('main.native').logs))
        worker.cut_lifeline()
        self.assertEqual(b'native out\nnative err\n', worker.output.read_all())

    def test_lines_outside_requests_go_to_the_control_connection(self):
        worker = self.worker('''
import logging, threading, sys
gone = threading.Event()
def outside(ready):
    ready.set()
    gone.wait(10)
    sys.stdout.write('printed outside\\n')
    logging.error('logged outside')
def app(environ, start_response):
    from actors_runtime.context import current
    request, current.request = current.request, None
    ready = threading.Event()
    threading.Thread(target=outside, args=(ready,)).start()
    ready.wait(10)
    current.request = request
    start_response('200 OK', [])
    return []
def go(environ, start_response):
    gone.set()
    start_response('200 OK', [])
    return []
''', runtime='python27')
        worker.get('main.app')
        self.assertEqual([], list(worker.get('main.go').logs))
        lines = []
        while len(lines) < 2:
            kind, value = worker.control.receive()
            self.assertEqual(LOG, kind)
            lines.extend((level, text) for level, _, text in value)
        self.assertEqual([(1, u'printed outside'), (3, u'logged outside')], lines)
