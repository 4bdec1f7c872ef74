"""HTTP of the standard library in a worker without sockets: what reaches the silo, and what apps get."""
from __future__ import absolute_import

import sys
import unittest

from fetches import Reply, application_error
from outbound_cases import OutboundCase
from silo import PY2


class Clients(OutboundCase):
    def test_urllib_over_http_and_https(self):
        for url, expected in (('http://example.com/a?b=c', 'http://example.com:80/a?b=c'), ('https://example.com:8443/', 'https://example.com:8443/')):
            result = self.run_names('''
got = urllib2.urlopen(%r)
result = got.getcode(), got.read(), got.info().get('X-One'), got.geturl()
''' % url, Reply(b'body', headers=[('X-One', '1')]))
            self.assertEqual((200, b'body', '1', url), result)
            request = self.fetched[-1]
            self.assertEqual((1, expected, True, False, True), (
                request.Method, request.Url, request.AsSent, request.FollowRedirects, request.MustValidateServerCertificate))
        self.assertEqual('example.com:8443', self.headers()['host'])

    def test_the_old_urllib(self):
        code = "import urllib\nresult = urllib.urlopen('http://example.com/').read()" if PY2 else \
            "result = urllib2.URLopener().open('http://example.com/').read() if hasattr(urllib2, 'URLopener') else b'body'\n" \
            "if not hasattr(urllib2, 'URLopener'): urllib2.urlopen('http://example.com/')"
        self.assertEqual(b'body', self.run_names(code, Reply(b'body')))

    def test_urllib_follows_redirects_and_raises_errors(self):
        result = self.run_names("got = urllib2.urlopen('http://a.example/')\nresult = got.geturl(), got.read()",
                                Reply(b'x', 302, [('Location', 'http://b.example/')]), Reply(b'there'))
        self.assertEqual(('http://b.example/', b'there'), result)
        self.assertEqual('http://b.example:80/', self.fetched[-1].Url)
        result = self.run_names('''
try:
    urllib2.urlopen('http://a.example/')
except HTTPError as error:
    result = error.code, error.msg, error.read()
''', Reply(b'nothing', 404, Reason='Not Found'))
        self.assertEqual((404, 'Not Found', b'nothing'), result)

    def test_post_put_and_methods_of_other_protocols(self):
        for method, number, other in (('POST', 2, None), ('PUT', 4, None), ('PATCH', 6, None), ('DELETE', 5, None), ('OPTIONS', 1, 'OPTIONS'), ('PROPFIND', 1, 'PROPFIND')):
            self.run_names('''
connection = httplib.HTTPConnection('example.com', 8080, timeout=5)
connection.request(%r, '/x', b'\\x00body', {'X-One': '1', 'Host': 'virtual.example'})
result = connection.getresponse().read()
''' % method, Reply(b'ok'))
            request = self.fetched[-1]
            self.assertEqual((number, other, b'\x00body'), (request.Method, request.OtherMethod, request.Payload))
            self.assertEqual(('http://example.com:8080/x', 'virtual.example', '1'), (request.Url, self.headers()['host'], self.headers()['x-one']))

    def test_a_connection_is_used_again(self):
        result = self.run_names('''
connection = httplib.HTTPConnection('example.com')
result = []
for path in '/1', '/2', '/3':
    connection.request('GET', path)
    result.append((connection.getresponse().read(), id(connection.sock)))
result = [each[0] for each in result], len(set(each[1] for each in result))
''', Reply(b'one'), Reply(b''), Reply(b'three'))
        self.assertEqual(([b'one', b'', b'three'], 1), result)

    def test_a_connection_that_is_to_be_closed_is(self):
        result = self.run_names('''
connection = httplib.HTTPConnection('example.com')
connection.request('GET', '/', headers={'Connection': 'close'})
got = connection.getresponse()
result = got.read(), got.getheader('Connection'), connection.sock
''', Reply(b'body'))
        self.assertEqual((b'body', 'close', None), result)

    def test_head_and_statuses_without_a_body(self):
        code = '''
connection = httplib.HTTPConnection('example.com')
connection.request(%r, '/')
got = connection.getresponse()
result = got.status, got.getheader('Content-Length'), got.read()
connection.request('GET', '/next')
result += connection.getresponse().read(),
'''
        length = [('Content-Length', '1000')]
        self.assertEqual((200, '1000', b'', b'next'), self.run_names(code % 'HEAD', Reply(b'', 200, length), Reply(b'next')))
        self.assertEqual((304, '1000', b'', b'next'), self.run_names(code % 'GET', Reply(b'', 304, length), Reply(b'next')))
        self.assertEqual((204, None, b'', b'next'), self.run_names(code % 'GET', Reply(b'', 204, length), Reply(b'next')))

    def test_the_length_is_that_of_what_came(self):
        result = self.run_names('''
connection = httplib.HTTPConnection('example.com')
connection.request('GET', '/')
got = connection.getresponse()
result = got.getheader('Content-Length'), len(got.read())
''', Reply(b'x' * 100000, headers=[('Content-Length', '77')]))
        self.assertEqual(('100000', 100000), result)

    def test_chunked_bodies(self):
        body = b''.join(b'%x;name=value\r\n%s\r\n' % (len(each), each) if not PY2 else '%x;name=value\r\n%s\r\n' % (len(each), each) for each in (b'first', b'x' * 40000, b'\r\n'))
        for cut in (1, 7, 4096, 1 << 20):
            result = self.run_names('''
body = %r + b'0\\r\\nTrailer: x\\r\\n\\r\\n'
head = b'POST /p HTTP/1.1\\r\\nHost: example.com\\r\\nTransfer-Encoding: chunked\\r\\nConnection: close\\r\\n\\r\\n'
data = head + body
sock = raw(*[data[at:at + %d] for at in range(0, len(data), %d)])
result = sock.makefile('rb').read().split(b'\\r\\n\\r\\n')[1]
''' % (body, cut, cut), Reply(b'taken'))
            self.assertEqual((b'taken', b'first' + b'x' * 40000 + b'\r\n'), (result, self.fetched[-1].Payload))

    @unittest.skipIf(PY2, 'http.client does so on 3 only')
    def test_a_body_of_unknown_length(self):
        self.run_names('''
connection = httplib.HTTPConnection('example.com')
connection.request('POST', '/', iter([b'a', b'', b'bc']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})
result = connection.getresponse().status
''', Reply())
        self.assertEqual(b'abc', self.fetched[-1].Payload)

    def test_whoever_expects_it_is_told_to_continue(self):
        result = self.run_names('''
sock = raw(b'PUT / HTTP/1.1\\r\\nHost: example.com\\r\\nContent-Length: 4\\r\\nExpect: 100-continue\\r\\nConnection: close\\r\\n\\r\\n')
result = sock.recv(1000),
sock.sendall(b'body')
result += sock.makefile('rb').read(),
''', Reply(b'taken'))
        self.assertEqual(b'HTTP/1.1 100 Continue\r\n\r\n', result[0])
        self.assertTrue(result[1].startswith(b'HTTP/1.1 200') and result[1].endswith(b'taken'), result[1])
        self.assertEqual(b'body', self.fetched[-1].Payload)

    def test_requests_one_after_another_in_one_piece(self):
        result = self.run_names('''
sock = raw(b'GET /1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nGET /2 HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n')
result = sock.makefile('rb').read()
''', Reply(b'one'), Reply(b'two'))
        self.assertIn(b'one', result)
        self.assertIn(b'two', result)
        self.assertEqual(['http://example.com:80/1', 'http://example.com:80/2'], [each.Url for each in self.fetched])


class Tls(OutboundCase):
    def test_contexts_say_whether_to_verify(self):
        for context, verifies in (
                ('ssl.create_default_context()', True), ('ssl._create_unverified_context()', False),
                ('ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)' if not PY2 else 'ssl.create_default_context()', True)):
            self.run_names('''
connection = httplib.HTTPSConnection('example.com', context=%s)
connection.request('GET', '/')
result = connection.getresponse().status
''' % context, Reply())
            self.assertEqual(verifies, self.fetched[-1].MustValidateServerCertificate, context)
            self.assertEqual(('https://example.com:443/', False), (self.fetched[-1].Url, self.fetched[-1].has('TlsName')))

    def test_the_name_to_verify_may_be_another(self):
        result = self.run_names('''
sock = ssl.create_default_context().wrap_socket(socket.create_connection(('93.184.216.34', 443)), server_hostname='example.com')
sock.write(b'GET / HTTP/1.0\\r\\n\\r\\n')
result = sock.getpeercert(), sock.version(), sock.pending(), len(sock.read(9))
''', Reply(b'body'))
        self.assertEqual(('https://93.184.216.34:443/', 'example.com', True), (
            self.fetched[-1].Url, self.fetched[-1].TlsName, self.fetched[-1].MustValidateServerCertificate))
        self.assertEqual((('DNS', 'example.com'),), result[0]['subjectAltName'])
        self.assertEqual(('TLSv1.2', 9), (result[1], result[3]))
        self.assertGreater(result[2], 9)

    @unittest.skipIf(sys.version_info >= (3, 12), 'gone in 3.12')
    def test_the_function_without_a_context(self):
        for arguments, verifies in (('', False), (', cert_reqs=ssl.CERT_REQUIRED, ca_certs="x"', True))[:2 if PY2 else 1]:
            self.run_names('''
sock = ssl.wrap_socket(socket.create_connection(('example.com', 443))%s)
sock.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
result = sock.recv(10)
''' % arguments, Reply())
            self.assertEqual((verifies, 'https://example.com:443/'), (self.fetched[-1].MustValidateServerCertificate, self.fetched[-1].Url))

    def test_a_bad_certificate(self):
        result = self.run_names("result = caught(lambda: urllib2.urlopen('https://example.com/'))", application_error(6, 'Nobody trusts it.'))
        self.assertEqual(('URLError', 'SSLError' if PY2 else 'SSLCertVerificationError', True), (result[0], result[1], result[4]))
        self.assertIn('Nobody trusts it.', result[3])

    def test_what_the_worker_cannot_know_is_said(self):
        self.assertIn('the platform does TLS', self.run_names('''
sock = ssl.create_default_context().wrap_socket(socket.create_connection(('example.com', 443)), server_hostname='example.com')
result = caught(lambda: sock.getpeercert(True))
''')[3])
        self.assertEqual('ValueError', self.run_names("result = caught(lambda: ssl.create_default_context().wrap_socket(socket.create_connection(('a', 1))))")[0])

    def test_tls_by_other_means(self):
        self.assertIn("SSLContext's wrap_socket", self.run_names("result = caught(lambda: raw(b'\\x16\\x03\\x01\\x02\\x00'))")[3])
