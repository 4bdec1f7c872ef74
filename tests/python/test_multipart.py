"""Form bodies that anybody may send: what is read, what is refused, and that nothing else can happen."""
from __future__ import absolute_import

import random
import time
import unittest

import library_cases  # noqa: F401 - puts the libraries on sys.path.

from webob import charsets, multipart
from webob.multipart import FieldStorage, FormError, parse_multipart, parse_options, parse_urlencoded

try:
    import tracemalloc
except ImportError:
    tracemalloc = None

CRLF = b'\r\n'


def body(*parts, **more):
    """A multipart body with the boundary `b`."""
    end = more.get('end', b'--b--\r\n')
    return b''.join(b'--b\r\n' + part + CRLF for part in parts) + end


def shown(pairs):
    return [(name, (value.filename, value.value) if isinstance(value, FieldStorage) else value) for name, value in pairs]


FIELD = b'Content-Disposition: form-data; name="a"\r\n\r\n'
FILE = b'Content-Disposition: form-data; name="f"; filename="x.bin"\r\nContent-Type: application/x\r\n\r\n'


class Read(unittest.TestCase):
    def test_what_browsers_send(self):
        for data, expected in (
                (body(FIELD + b'1'), [(u'a', u'1')]),
                (body(FIELD + b''), [(u'a', u'')]),
                (body(FIELD + b'\r\n'), [(u'a', u'\r\n')]),
                (body(FIELD + b'1', FIELD + b'2'), [(u'a', u'1'), (u'a', u'2')]),
                (body(FILE + b'\x00\r\n--c\r\n\xff'), [(u'f', (u'x.bin', b'\x00\r\n--c\r\n\xff'))]),
                (body(FILE.replace(b'x.bin', b'')), [(u'f', (u'', b''))]),
                (body(FIELD + b'\xc3\xa9'), [(u'a', u'\xe9')]),
                (body(FIELD + b'\xff'), [(u'a', u'\ufffd')]),
                (body(), []),
                (b'preamble\r\n' + body(FIELD + b'1') + b'epilogue', [(u'a', u'1')]),
                (body(FIELD + b'1', end=b'--b--'), [(u'a', u'1')]),
                (body(FIELD + b'1').replace(CRLF, b'\n'), [(u'a', u'1')]),
                (body(b'content-disposition:form-data;name=a\r\n\r\n1'), [(u'a', u'1')]),
                (body(b'Content-Disposition: form-data;\r\n name="a"\r\n\r\n1'), [(u'a', u'1')]),
                (body(b'Content-Disposition: attachment; name="a"\r\n\r\n1'), []),
                (body(b'\r\n1'), []),
                (body(FIELD.replace(b'"a"', b'"a;b=\\"c\\""') + b'1'), [(u'a;b="c"', u'1')]),
                (body(FILE.replace(b'x.bin', b'C:\\dir\\x.bin')), [(u'f', (u'C:\\dir\\x.bin', b''))]),
                (body(b'Content-Transfer-Encoding: base64\r\n' + FIELD + b'YWJj'), [(u'a', u'abc')]),
                (body(b'Content-Type: text/plain; charset=iso-8859-1\r\n' + FIELD + b'\xe9'), [(u'a', u'\xe9')])):
            self.assertEqual(expected, shown(parse_multipart(data, 'b')), data)

    def test_what_is_refused(self):
        long_line = b'X: ' + b'x' * multipart.MOST_PART_HEADER
        many_lines = b'X: 1\r\n' * (multipart.MOST_PART_HEADER // 4)
        for data, boundary in (
                (b'', 'b'), (b'nothing', 'b'), (b'--b', 'b'), (b'--b\r\n', 'b'), (b'--b\r\n' + FIELD, 'b'), (b'--b\r\n' + FIELD + b'1\r\n', 'b'),
                (b'--bx\r\n' + FIELD + b'1\r\n--b--', 'b'), (body(b'no colon\r\n\r\n'), 'b'), (body(long_line + b'\r\n' + FIELD), 'b'),
                (body(many_lines + FIELD), 'b'), (body(FIELD), ''), (body(FIELD), 'b' * 300), (body(FIELD), 'b\r\n'),
                (body(b'Content-Transfer-Encoding: base64\r\n' + FIELD + b'YWJ'), 'b')):
            self.assertRaises(FormError, parse_multipart, data, boundary)

    def test_the_number_of_fields_is_bounded(self):
        self.assertEqual(20, len(parse_multipart(body(*[FIELD] * 20), 'b', most=20)))
        self.assertRaises(FormError, parse_multipart, body(*[FIELD] * 21), 'b', most=20)
        self.assertEqual(20, len(parse_urlencoded(b'&'.join([b'a'] * 20), most=20)))
        self.assertRaises(FormError, parse_urlencoded, b'&'.join([b'a'] * 21), most=20)

    def test_options(self):
        for header, expected in (
                ('text/html', ('text/html', {})), ('Text/HTML; Charset="utf-8"', ('text/html', {'charset': 'utf-8'})), ('', ('', {})), (';;;', ('', {})),
                ('a; b', ('a', {})), ('a; b=c; d="e;f"', ('a', {'b': 'c', 'd': 'e;f'})), ('a; b="c', ('a', {'b': 'c'}))):
            got = parse_options(header)
            self.assertEqual(expected[0], got[0])
            self.assertEqual(expected[1], dict((name, value.strip('"')) for name, value in got[1].items()))


class Hostile(unittest.TestCase):
    PIECES = [b'--b', b'--b--', CRLF, b'\n', b'\r', b'Content-Disposition: form-data; name="a"', b'; filename="', b'"', b':', b';', b'=', b'Content-Type: a/b; charset=',
              b'utf-16', b'idna', b'hex', b'Content-Transfer-Encoding: base64', b'quoted-printable', b'\\', b' ', b'\t', b'\x00', b'\xff', b'name=', b'*', b'%22', b'--']

    def parse(self, data, boundary='b'):
        """Parsed, or refused in words; anything else fails the test."""
        try:
            pairs = parse_multipart(data, boundary)
        except FormError as error:
            self.assertTrue(str(error))
            return
        for _, value in pairs:
            if isinstance(value, FieldStorage):
                value.value, value.file, repr(value)

    def test_random_bodies(self):
        rng = random.Random(20)
        for _ in range(3000):
            self.parse(b''.join(rng.choice(self.PIECES) for _ in range(rng.randrange(40))))
        for _ in range(1000):
            self.parse(bytes(bytearray(rng.randrange(256) for _ in range(rng.randrange(200)))))

    def test_mutated_bodies(self):
        rng = random.Random(21)
        good = bytearray(body(FIELD + b'value', FILE + b'\x00\x01' * 20, b'Content-Type: text/plain; charset=utf-8\r\n' + FIELD + b'\xc3\xa9'))
        for _ in range(4000):
            data = bytearray(good)
            for _ in range(rng.randrange(1, 6)):
                at = rng.randrange(len(data) or 1)
                change = rng.randrange(4)
                if change == 0:
                    data[at:at + 1] = bytearray([rng.randrange(256)])
                elif change == 1:
                    del data[at:at + rng.randrange(1, 10)]
                elif change == 2:
                    data[at:at] = bytearray(rng.choice(self.PIECES))
                else:
                    data = data[:at + 1]
            self.parse(bytes(data))

    def test_urlencoded_bodies(self):
        rng = random.Random(22)
        for _ in range(3000):
            data = b''.join(rng.choice([b'a', b'&', b'=', b'%', b'%4', b'%41', b'+', b'\xff', b'\x00', b';']) for _ in range(rng.randrange(60)))
            for charset in ('utf-8', 'latin-1', 'utf-16', 'nonsense', 'idna', 'base64', 'hex'):
                for name, value in parse_urlencoded(data, charset):
                    self.assertIsInstance(name + value, type(u''))

    def test_only_charsets_are_taken_for_charsets(self):
        packed = b'x\x9cKL$\x1e\x00\x00\xc3\xd4\x0fO'
        for name in ('zip', 'zlib', 'bz2', 'hex', 'base64', 'idna', 'punycode', 'rot13', 'unicode_escape', 'string_escape', '', 'a' * 1000, 'x\0y', '../utf_8'):
            self.assertIsNone(charsets.known(name), name)
            self.assertEqual(packed.decode('utf-8', 'replace'), charsets.decode(packed, name))
        for name in ('utf-8', 'UTF8', 'utf-16', 'latin-1', 'iso-8859-15', 'windows-1252', 'us-ascii', 'Shift_JIS', 'gb2312', 'gb18030', 'euc-kr', 'big5', 'koi8-r', 'iso-2022-jp'):
            self.assertEqual(name, charsets.known(name))

    def test_large_bodies_take_little_time(self):
        size = 4 << 20
        for data in (b'--b\r\n' * (size // 5), b'--b' * (size // 3), b'\n--' * (size // 3), b'\r\n' * (size // 2), b'--b\r\n' + b'a' * size, b'--b\r\n' + b': \r\n ' * (size // 5),
                     b'--b\r\nContent-Disposition: form-data' + b';a="' * 4000, b'--b\r\n' + FILE + b'\n--' * (size // 3)):
            started = time.time()
            self.parse(data)
            self.assertLess(time.time() - started, 5)

    @unittest.skipIf(tracemalloc is None, 'this Python does not trace memory')
    def test_memory_stays_near_the_size_of_the_body(self):
        data = body(FILE + b'x' * (8 << 20), *[FIELD + b'1'] * 1000)
        tracemalloc.start()
        try:
            pairs = parse_multipart(data, 'b')
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        self.assertEqual(1001, len(pairs))
        self.assertLess(peak, len(data) + (6 << 20))
