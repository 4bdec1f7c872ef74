"""What goes wrong with HTTP in a worker without sockets, as apps see it."""
from __future__ import absolute_import

from fetches import Reply, application_error
from outbound_cases import OutboundCase
from silo import PY2


class Failures(OutboundCase):
    def test_what_a_socket_says_while_it_connects_is_a_urlerror(self):
        for code, name, number in (
                (1, 'OSError', 'EINVAL'), (2, 'PermissionError', 'EACCES'), (7, 'gaierror', ''), (12, 'ConnectionRefusedError', 'ECONNREFUSED'), (9, 'OSError', 'EIO')):
            result = self.run_names("result = caught(lambda: urllib2.urlopen('http://example.com/')) + (getattr(errno, %r, None),)" % number, application_error(code))
            self.assertEqual('URLError', result[0], code)
            self.assertEqual('gaierror' if name == 'gaierror' else 'error' if PY2 else name, result[1])
            self.assertEqual((True, True), (result[4], not number or result[2] == result[5]))
            self.assertIn('A sentence.', result[3])

    def test_what_a_socket_says_when_it_is_read_is_a_socket_error(self):
        for code, name in ((8, 'ConnectionResetError'), (11, 'OSError'), (4, 'OSError')):
            result = self.run_names('''
connection = httplib.HTTPConnection('example.com')
connection.request('GET', '/')
result = caught(connection.getresponse)
''', application_error(code))
            self.assertEqual(('error' if PY2 else name, True), (result[0], result[4]))
            self.assertIn('A sentence.', result[3])

    def test_errors_of_the_call_itself(self):
        for code in (0, 1, 4, 10):
            result = self.run_names("result = caught(lambda: urllib2.urlopen('http://example.com/'))", Reply(error=(2, code, 'some detail')))
            self.assertEqual(('URLError', True), (result[0], result[4]))
            self.assertIn('some detail', result[3])

    def test_a_server_that_does_not_answer_in_the_sockets_time(self):
        result = self.run_names("result = caught(lambda: urllib2.urlopen('http://example.com/', timeout=0.2))", None)
        self.assertIn(result[0], ('timeout', 'TimeoutError'))
        self.assertEqual([self.fetched[-1].Ticket], self.cancelled)

    def test_a_server_that_does_not_answer_in_the_platforms_time(self):
        for reply in (application_error(5), Reply(error=(2, 12, 'x'))):
            result = self.run_names("result = caught(lambda: urllib2.urlopen('http://example.com/'))", reply)
            self.assertIn(result[0], ('timeout', 'TimeoutError'))

    def test_the_time_to_read_is_what_counts_for_a_slow_answer(self):
        # As urllib3 does: a short time to connect, then a longer one.
        result = self.run_names('''
sock = socket.create_connection(('example.com', 80), 0.05)
sock.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
sock.settimeout(0.3)
result = caught(lambda: sock.recv(10)), caught(lambda: sock.recv(10))
''', None)
        self.assertIn(result[0][0], ('timeout', 'TimeoutError'))
        self.assertEqual(result[0], result[1])
        self.assertEqual(1, len(self.fetched))

    def test_a_response_that_is_too_large(self):
        result = self.run_names("result = caught(lambda: urllib2.urlopen('http://example.com/').read()) + (errno.EMSGSIZE,)", Reply(b'beginning', ContentWasTruncated=True))
        self.assertEqual(result[5], result[2])
        self.assertIn('larger than the platform takes', result[3])

    def test_what_is_not_http_is_said_to_be_not_http(self):
        for first in (b'EHLO example.com\r\n', b'*1\r\n$4\r\nPING\r\n', b'\x00\x01', b'SSH-2.0-x\r\n', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', b'GET /\r\n', b'GET  / HTTP/1.1\r\n'):
            result = self.run_names('result = caught(lambda: raw(%r).recv(10)) + (errno.EPROTONOSUPPORT,)' % first)
            self.assertEqual((result[5], True), (result[2], result[4]), first)
            self.assertIn('Only HTTP goes out of here', result[3])
        # Where the server speaks first: mail, databases.
        self.assertIn('Only HTTP goes out of here', self.run_names('result = caught(lambda: raw().recv(10))')[3])
        self.assertIn('Only HTTP goes out of here', self.run_names("import smtplib\nresult = caught(lambda: smtplib.SMTP('example.com', 25))")[3])

    def test_proxies_cannot_be_used(self):
        for code in (
                "opener = urllib2.build_opener(urllib2.ProxyHandler({'http': 'http://proxy.example:3128'}))\nresult = caught(lambda: opener.open('http://example.com/'))",
                "connection = httplib.HTTPSConnection('proxy.example', 3128)\nconnection.set_tunnel('example.com')\nresult = caught(lambda: connection.request('GET', '/'))"):
            self.assertIn('HTTP proxies cannot be used here', self.run_names(code)[3])

    def test_requests_that_cannot_be_read(self):
        for data, words in (
                (b'POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n', 'is no number'), (b'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'has no size'),
                (b'GET / HTTP/1.1\r\nNo colon\r\n\r\n', 'cannot be read'), (b'POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n', 'larger than'),
                (b'GET / HTTP/1.1\r\nX: ' + b'x' * 300000, 'larger than'), (b'OPTIONS * HTTP/1.1\r\n\r\n', 'is no path')):
            self.assertIn(words, self.run_names('result = caught(lambda: raw(%r))' % data)[3])

    def test_outside_a_request_there_is_a_sentence_too(self):
        self.assertIn('outside a request', self.run_names('''
from actors_runtime.context import current
request, current.request = current.request, None
try:
    result = caught(lambda: urllib2.urlopen('http://example.com/'))
finally:
    current.request = request
''')[3])
