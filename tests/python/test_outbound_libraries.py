"""HTTP of urllib3 and requests in a worker without sockets."""
from __future__ import absolute_import

import os
import shutil

from fetches import FetchCase, Reply, application_error
from outbound_cases import NAMES, OutboundCase, packed
from silo import PY2

VENDORED = '''
try:
    import requests, urllib3
except ImportError:
    import pip._internal
    from pip._vendor import requests, urllib3
'''


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
