"""HTTP of the standard library and of requests in a worker without sockets: what reaches the silo, what apps get, and how what goes wrong looks."""
from __future__ import absolute_import

import os
import shutil
import sys
import unittest

from fetches import FetchCase, Reply, application_error
from silo import PY2

NAMES = '''
import errno, json, select, socket, ssl, sys
try:
    import http.client as httplib
    import urllib.request as urllib2
    from urllib.error import HTTPError, URLError
except ImportError:
    import httplib, urllib2
    from urllib2 import HTTPError, URLError

def caught(function):
    try:
        return function()
    except Exception as error:
        reason = getattr(error, 'reason', None)
        inner = reason if isinstance(reason, Exception) else error
        return type(error).__name__, type(inner).__name__, getattr(inner, 'errno', None), str(inner), isinstance(inner, socket.error)

def raw(*pieces):
    sock = socket.create_connection(('example.com', 80), 5)
    for piece in pieces: sock.sendall(piece)
    return sock
'''


VENDORED = '''
try:
    import requests, urllib3
except ImportError:
    import pip._internal
    from pip._vendor import requests, urllib3
'''


class OutboundCase(FetchCase):
    def run_names(self, code, *replies):
        return self.run_code(NAMES + code, *replies)


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


class Vendored(OutboundCase):
    """urllib3 and requests as an app brings them along: Debian's files on any Python 3, those inside pip on 2.7."""

    PLACE = '/usr/lib/python3/dist-packages'
    PACKAGES = ('urllib3', 'six.py', 'requests', 'idna', 'certifi', 'chardet', 'charset_normalizer')

    def worker(self, source, connections=1, **more):
        if PY2:
            try:
                import pip._internal  # noqa: F401
            except ImportError:
                self.skipTest('this Python has no pip to take requests from')
            return self.silo.spawn({'main.py': source}, connections, **more)
        if not os.path.isdir(self.PLACE + '/requests'):
            self.skipTest("Debian's python3-requests is not installed")
        tree = self.silo.app({'main.py': source})
        for name in self.PACKAGES:
            if os.path.isdir(os.path.join(self.PLACE, name)):
                shutil.copytree(os.path.join(self.PLACE, name), os.path.join(tree, name), ignore=shutil.ignore_patterns('__pycache__'))
            elif os.path.exists(os.path.join(self.PLACE, name)):
                shutil.copy(os.path.join(self.PLACE, name), tree)
        return self.silo.spawn(tree, connections, **more)

    def run_names(self, code, *replies):
        return FetchCase.run_code(self, NAMES + VENDORED + code, *replies)

    def test_urllib3_uses_a_connection_again(self):
        result = self.run_names('''
pool = urllib3.PoolManager()
got = [pool.request('GET', 'http://example.com/', fields={'a': number}, headers={'Accept-Encoding': 'gzip'}) for number in range(3)]
result = [each.data for each in got], pool.connection_from_url('http://example.com/').num_connections
''', Reply(b'one'), Reply(b'two'), Reply(packed(b'three'), headers=[('Content-Encoding', 'gzip')]))
        self.assertEqual(([b'one', b'two', b'three'], 1), result)
        self.assertEqual('http://example.com:80/?a=2', self.fetched[-1].Url)

    def test_urllib3_verifies_unless_it_is_told_not_to(self):
        for arguments, verifies in (('', True), ("cert_reqs='CERT_NONE'", False)):
            self.run_names('''
urllib3.disable_warnings()
result = urllib3.PoolManager(%s).request('GET', 'https://example.com/').data
''' % arguments, Reply())
            self.assertEqual(verifies, self.fetched[-1].MustValidateServerCertificate)

    def test_urllib3_calls_failures_by_its_own_names(self):
        code = '''
pool = urllib3.PoolManager(retries=False)
try:
    pool.request('GET', '%s://example.com/', timeout=urllib3.Timeout(connect=0.05, read=0.2))
except Exception as error:
    result = type(error).__name__
'''
        self.assertEqual('ReadTimeoutError', self.run_names(code % 'http', None))
        self.assertEqual('SSLError', self.run_names(code % 'https', application_error(6)))
        self.assertEqual('ProtocolError', self.run_names(code % 'http', application_error(12)))
        self.assertEqual('ProtocolError', self.run_names(code % 'http', application_error(8)))

    def test_requests(self):
        result = self.run_names('''
session = requests.Session()
first = session.get('http://example.com/a', params={'b': 'c'}, timeout=(3, 30))
second = session.post('http://example.com/b', data={'x': '1'})
third = session.get('https://example.com/', verify=False)
fourth = requests.get('https://example.com/')
result = first.text, first.headers['x-one'], second.status_code, second.reason, third.text
''', Reply(b'one', headers=[('X-One', '1'), ('Set-Cookie', 'k=v')]), Reply(b'', 404, Reason='Not Found'),
                                Reply(packed(b'packed'), headers=[('Content-Encoding', 'gzip')]), Reply())
        self.assertEqual(('one', '1', 404, 'Not Found', 'packed'), result)
        self.assertEqual('http://example.com:80/a?b=c', self.fetched[0].Url)
        self.assertEqual((b'x=1', 'k=v'), (self.fetched[1].Payload, self.headers(1)['cookie']))
        self.assertEqual((False, True), (self.fetched[2].MustValidateServerCertificate, self.fetched[3].MustValidateServerCertificate))

    def test_requests_calls_failures_by_its_own_names(self):
        code = '''
try:
    requests.get('%s://example.com/', timeout=0.2)
except requests.RequestException as error:
    result = type(error).__name__
'''
        self.assertEqual('ReadTimeout', self.run_names(code % 'http', None))
        self.assertEqual('SSLError', self.run_names(code % 'https', application_error(6)))
        for failure in 2, 7, 12, 8:
            self.assertEqual('ConnectionError', self.run_names(code % 'http', application_error(failure)))


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


class Sockets(OutboundCase):
    def test_it_is_a_socket(self):
        result = self.run_names('''
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
before = caught(sock.getpeername)
sock.connect(('example.com', 80))
sock.settimeout(2.5)
result = (isinstance(sock, socket.socket), before[0], sock.getpeername(), sock.getsockname(), sock.gettimeout(), sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM,
          sock.family == socket.AF_INET, sock.type == socket.SOCK_STREAM, caught(lambda: sock.connect(('a', 1)))[2] == errno.EISCONN, sock.connect_ex(('a', 1)) == errno.EISCONN)
sock.close()
result += caught(lambda: sock.recv(1))[2] == errno.EBADF, caught(lambda: sock.send(b'x'))[2] == errno.EBADF
''')
        self.assertEqual((True, 'error' if PY2 else 'OSError', ('example.com', 80), ('0.0.0.0', 0), 2.5, True, True, True, True, True, True, True), result)

    def test_reading_in_every_way(self):
        result = self.run_names('''
def ask(): return raw(b'GET / HTTP/1.0\\r\\n\\r\\n')
def all_of(read):
    parts = []
    while True:
        part = read()
        if not part: return b''.join(parts)
        parts.append(part)
def into(sock):
    buffer = bytearray(7)
    count = sock.recv_into(buffer)
    return bytes(buffer[:count])
sock = ask(); one = all_of(lambda: sock.recv(3))
sock = ask(); two = all_of(lambda: into(sock))
sock = ask(); file = sock.makefile('rb'); sock.close(); three = file.read()
sock = ask(); four = b''.join(sock.makefile('rb'))
result = one, one == two == three == four
''', Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'))
        self.assertTrue(result[1])
        self.assertEqual(b'HTTP/1.1 200 \r\nContent-Length: 14\r\nConnection: close\r\n\r\nbody\nof lines\n', result[0])

    def test_select_and_poll_tell_when_there_is_something_to_read(self):
        result = self.run_names('''
def readable(sock):
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0)), bool(select.select([sock], [], [], 0)[0])
sock = raw()
result = [readable(sock)]
sock.sendall(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')
result.append(readable(sock))
head = sock.recv(1000)
result.append(readable(sock))
sock.recv(1000)
result.append(readable(sock))
number = sock.fileno()
sock.close()
result.append(sock.fileno() if sys.version_info[0] > 2 else -1)
''', Reply(b'body'))
        self.assertEqual([(False, False), (True, True), (True, True), (False, False), -1], result)

    def test_many_do_not_leak_descriptors(self):
        result = self.run_names('''
import os
def count(): return len(os.listdir('/proc/self/fd'))
before = count()
for number in range(300):
    sock = socket.create_connection(('example.com', 80))
    sock.fileno()
    sock.close()
result = count() - before
''')
        self.assertEqual(0, result)

    def test_nobody_can_listen(self):
        result = self.run_names('''
result = [caught(lambda: socket.socket().bind(('', 8080)))[3], caught(lambda: socket.socket().listen(1))[3], caught(lambda: socket.create_connection(('a', 80), 1, ('127.0.0.1', 0)))[3]]
''')
        for sentence in result:
            self.assertIn('An app cannot listen', sentence)

    def test_other_sockets_are_the_systems(self):
        result = self.run_names('''
one, two = socket.socketpair()
one.sendall(b'hello')
unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
result = two.recv(5), unix.fileno() >= 0, datagram.type & 15 == socket.SOCK_DGRAM
''')
        self.assertEqual((b'hello', True, True), result)

    def test_names_stand_for_themselves(self):
        result = self.run_names(u'''
stream = socket.SOCK_STREAM
def plain(found): return [(int(family), int(kind), address) for family, kind, _, _, address in found]
result = [plain(socket.getaddrinfo(*each)) for each in (
    ('example.com', 443), ('example.com', '80', 0, stream), ('example.com', 'https', socket.AF_INET6), (u'b\\xfccher.example', 80), ('127.0.0.1', 80, 0, stream), ('::1', 80, 0, stream))]
result += [int(socket.AF_INET6), caught(lambda: socket.getaddrinfo('example.com', 53, 0, socket.SOCK_DGRAM))[0], caught(lambda: socket.getaddrinfo('example.com', 'smtp'))[0]]
''')
        six = result[6]
        self.assertEqual([[(2, 1, ('example.com', 443))], [(2, 1, ('example.com', 80))], [(six, 1, ('example.com', 443, 0, 0))], [(2, 1, ('xn--bcher-kva.example', 80))],
                          [(2, 1, ('127.0.0.1', 80))], [(six, 1, ('::1', 80, 0, 0))], six, 'gaierror', 'gaierror'], result)

    @unittest.skipIf(PY2, 'asyncio is of 3')
    def test_asyncio_streams(self):
        result = self.run_names('''
import asyncio
async def main():
    reader, writer = await asyncio.open_connection('example.com', 80)
    writer.write(b'GET / HTTP/1.0\\r\\n\\r\\n')
    got = await reader.read()
    writer.close()
    return got
result = asyncio.run(main())
''', Reply(b'body'))
        self.assertTrue(result.endswith(b'\r\n\r\nbody'), result)

    def test_threads_have_conversations_of_their_own(self):
        result = self.run_names('''
import threading
found = {}
def run(number): found[number] = urllib2.urlopen('http://example.com/%d' % number).getcode()
threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
for each in threads: each.start()
for each in threads: each.join()
result = sorted(found)
''', *[Reply() for _ in range(8)])
        self.assertEqual(list(range(8)), result)


class OwnSockets(OutboundCase):
    more = {'outbound': 'sockets'}

    def test_with_sockets_of_its_own_a_worker_uses_them(self):
        result = self.run_names('''
import threading
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen(1)
def serve():
    connection, _ = server.accept()
    connection.recv(1000)
    connection.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\nreal')
    connection.close()
threading.Thread(target=serve).start()
result = urllib2.urlopen('http://127.0.0.1:%d/' % server.getsockname()[1]).read()
''')
        self.assertEqual((b'real', []), (result, self.fetched))


def packed(data):
    import zlib
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return squeeze.compress(data) + squeeze.flush()
