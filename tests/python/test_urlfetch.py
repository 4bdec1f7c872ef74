"""google.appengine.api.urlfetch: what it asks the service, what it makes of the answers."""
from __future__ import absolute_import

from fetches import FetchCase, Reply, application_error

CATCH = '''
from google.appengine.api import urlfetch
try:
    urlfetch.fetch('http://example.com/', %s)
except Exception as error:
    result = type(error).__module__, type(error).__name__, [each.__name__ for each in type(error).__mro__], str(error)
'''


class UrlFetch(FetchCase):
    def test_a_fetch_and_its_result(self):
        result = self.run_code('''
from google.appengine.api import urlfetch
got = urlfetch.fetch('http://example.com/a')
result = (got.content, got.status_code, got.headers['content-type'], got.headers.get('X-None'), 'SET-COOKIE' in got.headers, got.headers['Set-Cookie'],
          sorted(got.headers), got.final_url, got.content_was_truncated, got.header_msg.get('content-type'))
''', Reply(b'\x00body', 201, [('Content-Type', 'text/x'), ('Set-Cookie', 'a=1'), ('Set-Cookie', 'b=2')]))
        self.assertEqual((b'\x00body', 201, 'text/x', None, True, 'a=1, b=2', ['Content-Type', 'Set-Cookie'], None, False, 'text/x'), result)
        request, = self.fetched
        self.assertEqual((1, 'http://example.com/a', True, False, False, False), (
            request.Method, request.Url, request.FollowRedirects, request.has('Deadline'), request.has('Payload'), request.has('MustValidateServerCertificate')))

    def test_everything_that_can_be_asked(self):
        self.run_code('''
from google.appengine.api import urlfetch
urlfetch.fetch('http://example.com/', payload='a=1', method=urlfetch.POST, headers={'X-One': '1'}, follow_redirects=False, deadline=2.5, validate_certificate=False)
''', Reply())
        request, = self.fetched
        self.assertEqual((2, b'a=1', False, 2.5, False), (
            request.Method, request.Payload, request.FollowRedirects, request.Deadline, request.MustValidateServerCertificate))
        self.assertEqual({'x-one': '1'}, self.headers())
        self.assertEqual([2500], self.deadlines)

    def test_methods_by_number_and_by_name(self):
        for method, number in (("'GET'", 1), ("'post'", 2), ('urlfetch.HEAD', 3), ("u'PUT'", 4), ('5', 5), ('urlfetch.PATCH', 6)):
            self.run_code("from google.appengine.api import urlfetch\nurlfetch.fetch('http://example.com/', method=%s, payload=u'\\xe9')" % method, Reply())
            self.assertEqual(number, self.fetched[-1].Method)
            self.assertEqual(b'\xc3\xa9' if number in (2, 4, 6) else None, self.fetched[-1].Payload)

    def test_a_method_that_is_none(self):
        for method in ("'TRACE'", '7', 'None'):
            self.assertEqual('InvalidMethodError', self.run_code(CATCH % ('method=' + method))[1])

    def test_errors_are_app_engines_classes(self):
        for code, name, base in (
                (1, 'InvalidURLError', 'Error'), (2, 'DownloadError', 'Error'), (3, 'DownloadError', 'Error'), (4, 'ResponseTooLargeError', 'Error'),
                (5, 'DeadlineExceededError', 'DownloadError'), (6, 'SSLCertificateError', 'Error'), (7, 'DNSLookupFailedError', 'DownloadError'),
                (8, 'ConnectionClosedError', 'DownloadError'), (9, 'InternalTransientError', 'Error'), (10, 'TooManyRedirectsError', 'DownloadError'),
                (11, 'MalformedReplyError', 'DownloadError'), (12, 'DownloadError', 'Error'), (13, 'PayloadTooLargeError', 'InvalidURLError')):
            module, found, bases, text = self.run_code(CATCH % '', application_error(code))
            self.assertEqual(('google.appengine.api.urlfetch_errors', name), (module, found))
            self.assertIn(base, bases)
            if code != 4:  # That one has a sentence of its own.
                self.assertIn('A sentence.', text)
                self.assertIn('http://example.com/', text)

    def test_errors_of_the_call_itself(self):
        for code, name in ((12, 'DeadlineExceededError'), (5, 'PayloadTooLargeError'), (4, 'OverQuotaError'), (1, 'CallNotFoundError')):
            self.assertEqual(name, self.run_code(CATCH % '', Reply(error=(2, code, 'x')))[1])

    def test_a_response_that_was_cut_off(self):
        code = '''
from google.appengine.api import urlfetch
try:
    got = urlfetch.fetch('http://example.com/', allow_truncated=%s)
    result = got.content, got.content_was_truncated
except urlfetch.ResponseTooLargeError as error:
    result = 'too large', error.response.content
'''
        self.assertEqual(('too large', b'beginning'), self.run_code(code % False, Reply(b'beginning', ContentWasTruncated=True)))
        self.assertEqual((b'beginning', True), self.run_code(code % True, Reply(b'beginning', ContentWasTruncated=True)))

    def test_several_at_a_time_with_callbacks(self):
        result = self.run_code('''
from google.appengine.api import urlfetch
done = []
rpcs = []
for number in range(3):
    rpc = urlfetch.create_rpc(deadline=number + 1)
    rpc.callback = lambda number=number: done.append(number)
    rpcs.append(urlfetch.make_fetch_call(rpc, 'http://example.com/%d' % number))
result = [rpc.get_result().content for rpc in rpcs], done
''', Reply(b'0'), Reply(b'1'), Reply(b'2'))
        self.assertEqual(([b'0', b'1', b'2'], [0, 1, 2]), result)
        self.assertEqual([1.0, 2.0, 3.0], [each.Deadline for each in self.fetched])

    def test_the_default_deadline_is_the_threads(self):
        result = self.run_code('''
from google.appengine.api import urlfetch
import threading
before = urlfetch.get_default_fetch_deadline()
urlfetch.set_default_fetch_deadline(7)
urlfetch.fetch('http://example.com/')
urlfetch.fetch('http://example.com/', deadline=3)
seen = []
thread = threading.Thread(target=lambda: seen.append(urlfetch.get_default_fetch_deadline()))
thread.start(); thread.join()
urlfetch.set_default_fetch_deadline(None)
result = before, seen
''', Reply(), Reply())
        self.assertEqual((None, [None]), result)
        self.assertEqual([7.0, 3.0], [each.Deadline for each in self.fetched])

    def test_a_redirect_tells_where_it_led(self):
        result = self.run_code("from google.appengine.api import urlfetch\nresult = urlfetch.fetch('http://a/').final_url", Reply(FinalUrl='http://b/'))
        self.assertEqual('http://b/', result)

    def test_headers_are_latin_1(self):
        result = self.run_code(u'''
# coding: utf-8
from google.appengine.api import urlfetch
got = urlfetch.fetch('http://a/', headers={'X-One': u'caf\\xe9', 'X-Two': 2})
result = got.headers['X-Back']
''', Reply(headers=[('X-Back', u'caf\xe9')]))
        self.assertEqual(b'caf\xe9' if str is bytes else u'caf\xe9', result)
        self.assertEqual((u'caf\xe9'.encode('utf-8') if str is bytes else u'caf\xe9', '2'), (self.headers()['x-one'], self.headers()['x-two']))

    def test_a_stub_of_the_app_takes_the_fetches(self):
        result = self.run_code('''
from google.appengine.api import apiproxy_stub_map, urlfetch
class Stub(object):
    def MakeSyncCall(self, service, method, request, response):
        response.StatusCode, response.Content = 200, ('%s %s %s' % (service, method, request.Url)).encode()
before = apiproxy_stub_map.apiproxy
apiproxy_stub_map.apiproxy = apiproxy_stub_map.APIProxyStubMap()
apiproxy_stub_map.apiproxy.RegisterStub('urlfetch', Stub())
try:
    result = urlfetch.fetch('http://a/').content
finally:
    apiproxy_stub_map.apiproxy = before
''')
        self.assertEqual(b'urlfetch Fetch http://a/', result)
