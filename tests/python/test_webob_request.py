# coding: utf-8
"""webob.Request: every attribute that apps read, as tables."""
from __future__ import absolute_import

import io
import random
import time
import unittest
from datetime import datetime

from library_cases import TableCase

import webob
from webob import Request


class Urls(TableCase):
    def test_parts_of_the_url(self):
        request = Request.blank('/a%20b/%C3%A9?x=1&y=2', base_url='http://example.com:8080/app')
        self.check(lambda name: getattr(request, name), [
            ('method', 'GET'), ('scheme', 'http'), ('host', 'example.com:8080'), ('domain', 'example.com'), ('host_port', '8080'),
            ('host_url', 'http://example.com:8080'), ('script_name', '/app'), ('path_info', u'/a b/\xe9'), ('path', '/app/a%20b/%C3%A9'),
            ('application_url', 'http://example.com:8080/app'), ('path_url', 'http://example.com:8080/app/a%20b/%C3%A9'),
            ('path_qs', '/app/a%20b/%C3%A9?x=1&y=2'), ('url', 'http://example.com:8080/app/a%20b/%C3%A9?x=1&y=2'), ('query_string', 'x=1&y=2'),
            ('server_name', 'example.com'), ('server_port', 8080), ('is_xhr', False), ('content_length', None), ('content_type', '')])

    def test_usual_ports_are_not_shown(self):
        self.check(lambda url: Request.blank(url).url, [
            ('http://a.b:80/x', 'http://a.b/x'), ('https://a.b:443/x', 'https://a.b/x'), ('https://a.b:80/x', 'https://a.b:80/x'),
            ('https://a.b', 'https://a.b/'), ('/x?', 'http://localhost/x')])

    def test_relative_urls(self):
        request = Request.blank('/dir/page?q', base_url='http://h/app')
        self.check(request.relative_url, [
            ('other', 'http://h/app/dir/other'), ('/other', 'http://h/other'), ('http://x/', 'http://x/'), ('other', True, 'http://h/app/other')])

    def test_the_path_moves_from_path_info_to_script_name(self):
        request = Request.blank('/a/b/')
        self.assertEqual(['a', 'b', '', None], [request.path_info_pop() for _ in range(4)])
        self.assertEqual('/a/b/', request.script_name)
        self.assertEqual('x', Request.blank('/x/y').path_info_peek())

    def test_an_environ_that_is_not_a_dict_is_refused(self):
        self.assertRaises(TypeError, Request, [])
        self.assertRaises(TypeError, Request, {}, nonsense=1)


class Parameters(TableCase):
    def test_the_query_string(self):
        self.check(lambda query: Request.blank('/?' + query).GET.items(), [
            ('a=1&b=2&a=3', [(u'a', u'1'), (u'b', u'2'), (u'a', u'3')]), ('a', [(u'a', u'')]), ('a=&b', [(u'a', u''), (u'b', u'')]), ('', []),
            ('&&', []), ('a=b=c', [(u'a', u'b=c')]), ('x=%C3%A9+%26', [(u'x', u'\xe9 &')]), ('x=%', [(u'x', u'%')]), ('x=%zz', [(u'x', u'%zz')]),
            ('x=%ff', [(u'x', u'\ufffd')]), ('%C3%A9=1', [(u'\xe9', u'1')])])

    def test_access(self):
        found = Request.blank('/?a=1&a=2&b=3').GET
        self.assertEqual([u'2', [u'1', u'2'], [], u'3', 3], [found['a'], found.getall('a'), found.getall('z'), found.getone('b'), len(found)])
        self.assertRaises(KeyError, found.getone, 'a')
        self.assertEqual({u'a': [u'1', u'2'], u'b': u'3'}, found.mixed())
        self.assertEqual({u'a': [u'1', u'2'], u'b': [u'3']}, found.dict_of_lists())

    def test_a_change_of_GET_is_written_to_the_query_string(self):
        request = Request.blank('/?a=1')
        request.GET['b'] = u'\xe9 &'
        request.GET.add('a', '2')
        self.assertEqual('a=1&b=%C3%A9+%26&a=2', request.query_string)
        del request.GET['a']
        self.assertEqual([u'\xe9 &'], request.GET.values())

    def test_a_form(self):
        request = Request.blank('/?a=query', POST=[('a', 'form'), ('b', u'\xe9')])
        self.assertEqual(('POST', 'application/x-www-form-urlencoded'), (request.method, request.content_type))
        self.assertEqual([u'form', u'\xe9'], [request.POST['a'], request.POST['b']])
        self.assertEqual([u'query', [u'query', u'form']], [request.params['a'], request.params.getall('a')])
        self.assertRaises(KeyError, request.params.__setitem__, 'a', '1')
        self.assertEqual(b'a=form&b=%C3%A9', request.body)

    def test_the_charset_of_a_form(self):
        request = Request.blank('/', POST=b'a=%E9', content_type='application/x-www-form-urlencoded; charset=iso-8859-1')
        self.assertEqual(u'\xe9', request.POST['a'])
        unknown = Request.blank('/', POST=b'a=%C3%A9', content_type='application/x-www-form-urlencoded; charset=nobody-knows')
        self.assertEqual(u'\xe9', unknown.POST['a'])

    def test_what_is_not_a_form_has_no_fields(self):
        for request in (Request.blank('/'), Request.blank('/', POST=b'{"a": 1}', content_type='application/json')):
            self.assertEqual([], request.POST.items())
            self.assertRaises(KeyError, request.POST.__getitem__, 'a')
        self.assertEqual({'a': 1}, request.json)

    def test_a_file(self):
        request = Request.blank('/', POST={'f': ('n\xc3\xa9.txt' if str is bytes else u'n\xe9.txt', b'a\r\nb\0', 'text/plain; x=y')})
        part = request.POST['f']
        self.assertEqual((u'f', u'n\xe9.txt', b'a\r\nb\0', 'text/plain', {'x': 'y'}, 5),
                         (part.name, part.filename, part.value, part.type, part.type_options, part.length))
        self.assertEqual(b'a\r\nb\0', part.file.read())
        self.assertEqual(b'', part.file.read())
        self.assertTrue(part)
        self.assertIsInstance(part, webob.FieldStorage)

    def test_too_many_fields_are_a_bad_request(self):
        for request in (Request.blank('/?' + 'a&' * 10001), Request.blank('/', POST=b'a&' * 10001)):
            self.assertRaises(webob.exc.HTTPBadRequest, lambda: request.params.items())
            self.assertRaises(webob.exc.HTTPBadRequest, lambda: (request.GET, request.POST))


class Body(TableCase):
    def test_it_can_be_read_again_and_again(self):
        request = Request.blank('/', POST=b'a=1')
        self.assertEqual([b'a=1', b'a=1', u'a=1', b'a=1', u'1'], [
            request.body, request.body_file.read(), request.text, request.body, request.POST['a']])

    def test_no_more_than_content_length_is_read(self):
        request = Request({'REQUEST_METHOD': 'POST', 'CONTENT_LENGTH': '3', 'wsgi.input': io.BytesIO(b'abcdef')})
        self.assertEqual(b'abc', request.body)
        short = Request({'REQUEST_METHOD': 'POST', 'CONTENT_LENGTH': '10', 'wsgi.input': io.BytesIO(b'abc')})
        self.assertEqual((b'abc', 3), (short.body, short.content_length))

    def test_setting_it(self):
        request = Request.blank('/', method='POST')
        request.body = b'a=1'
        self.assertEqual((3, u'1'), (request.content_length, request.POST['a']))
        request.json = {'x': [1]}
        self.assertEqual(b'{"x":[1]}', request.body)
        request.text = u'\xe9'
        self.assertEqual(b'\xc3\xa9', request.body)
        self.assertRaises(TypeError, setattr, request, 'body', u'text')
        self.assertRaises(ValueError, lambda: request.json)

    def test_a_copy_has_a_body_of_its_own(self):
        request = Request.blank('/?q', POST=b'a=1')
        other = request.copy()
        request.body = b''
        self.assertEqual((b'a=1', b''), (other.body, request.body))
        self.assertEqual(('GET', b'', '/?q'), (other.copy_get().method, other.copy_get().body, other.copy_get().path_qs))


class Headers(TableCase):
    def test_they_ignore_case(self):
        request = Request.blank('/', headers={'X-Thing': 'a', 'content-type': 'text/plain'})
        self.assertEqual(['a', 'text/plain', None], [request.headers['x-thing'], request.headers['Content-Type'], request.headers.get('Other')])
        self.assertEqual(['Content-Type', 'Host', 'X-Thing'], sorted(request.headers))
        del request.headers['X-THING']
        self.assertNotIn('HTTP_X_THING', request.environ)

    def test_parsed_headers(self):
        def read(name, key, value):
            return getattr(Request.blank('/', environ={key: value}), name)
        self.check(read, [
            ('if_modified_since', 'HTTP_IF_MODIFIED_SINCE', 'Thu, 01 Jan 1970 00:00:10 GMT', datetime(1970, 1, 1, 0, 0, 10, tzinfo=webob.UTC)),
            ('if_modified_since', 'HTTP_IF_MODIFIED_SINCE', 'nonsense', None), ('authorization', 'HTTP_AUTHORIZATION', 'Basic abc', ('Basic', 'abc')),
            ('user_agent', 'HTTP_USER_AGENT', 'x', 'x'), ('referer', 'HTTP_REFERER', 'http://x/', 'http://x/'), ('charset', 'CONTENT_TYPE', 'a/b', 'UTF-8'),
            ('charset', 'CONTENT_TYPE', 'a/b; charset="latin-1"', 'latin-1'), ('content_length', 'CONTENT_LENGTH', '12', 12),
            ('content_length', 'CONTENT_LENGTH', 'x', None), ('is_xhr', 'HTTP_X_REQUESTED_WITH', 'XMLHttpRequest', True),
            ('client_addr', 'HTTP_X_FORWARDED_FOR', '1.2.3.4, 5.6.7.8', '1.2.3.4')])
        self.check(lambda header: (lambda found: found and tuple(found))(Request.blank('/', environ={'HTTP_RANGE': header}).range), [
            ('bytes=0-9', (0, 10)), ('bytes=5-', (5, None)), ('bytes=-5', (-5, None)), ('bytes=9-5', None), ('bytes=0-1,3-4', None), ('x', None), ('bytes=-', None)])
        self.check(lambda header, tag: tag in Request.blank('/', environ={'HTTP_IF_NONE_MATCH': header}).if_none_match, [
            ('"a"', 'a', True), ('W/"a", "b"', 'a', True), ('"a"', 'b', False), ('*', 'b', True)])

    def test_accept(self):
        self.check(lambda header, offers: Request.blank('/', environ={'HTTP_ACCEPT': header}).accept.best_match(offers), [
            ('text/html', ['text/plain', 'text/html'], 'text/html'), ('text/*;q=0.5, application/json', ['text/html', 'application/json'], 'application/json'),
            ('*/*', ['a/b', 'c/d'], 'a/b'), ('text/html;q=0', ['text/html'], None), ('', ['a/b'], 'a/b'), ('image/png', ['text/html'], None)])
        self.check(lambda header, offers: Request.blank('/', environ={'HTTP_ACCEPT_LANGUAGE': header}).accept_language.best_match(offers, 'none'), [
            ('de-AT, en;q=0.5', ['en', 'de'], 'de'), ('fr', ['en', 'de'], 'none'), ('en', ['en-GB'], 'en-GB')])
        self.assertEqual(['b', 'a'], list(Request.blank('/', environ={'HTTP_ACCEPT_LANGUAGE': 'a;q=0.2, b;q=0.9, c;q=0'}).accept_language))
        self.assertIn('gzip', Request.blank('/', environ={'HTTP_ACCEPT_ENCODING': 'gzip, br'}).accept_encoding)
        self.assertNotIn('gzip', Request.blank('/', environ={'HTTP_ACCEPT_ENCODING': 'gzip;q=0'}).accept_encoding)

    def test_cookies(self):
        self.check(lambda header: dict(Request.blank('/', environ={'HTTP_COOKIE': header}).cookies), [
            ('a=1; b=2', {u'a': u'1', u'b': u'2'}), ('a=1;a=2', {u'a': u'1'}), ('a="x\\073 \\"y\\""', {u'a': u'x; "y"'}), ('a', {}), ('=x; ; b=', {u'b': u''}),
            ('$Version=1; a=1', {u'a': u'1'}), ('a=b=c', {u'a': u'b=c'}), ('a="\\303\\251"', {u'a': u'\xe9'})])
        request = Request.blank('/')
        request.cookies['a'] = u'\xe9;"'
        self.assertEqual({u'a': u'\xe9;"'}, dict(Request(dict(request.environ)).cookies))
        del request.cookies['a']
        self.assertNotIn('HTTP_COOKIE', request.environ)


class Hostile(unittest.TestCase):
    """Whatever a client sends, reading it gives something or is refused with 400."""

    PIECES = ['a', '=', ';', ',', '"', '\\', ' ', '*', '/', 'q=', '0.5', '-', 'bytes', 'W/"', '\t', '\x00', '\xff', '%', '&', '?', ':', 'text/html', 'charset=zip', '99999999999999999999',
              'Thu, 01 Jan 1970 00:00:10 GMT', 'Mon', '-0000', '+9999', '\\777', '\\0']
    HEADERS = ['HTTP_ACCEPT', 'HTTP_ACCEPT_LANGUAGE', 'HTTP_ACCEPT_ENCODING', 'HTTP_ACCEPT_CHARSET', 'HTTP_COOKIE', 'HTTP_RANGE', 'HTTP_IF_NONE_MATCH', 'HTTP_IF_MATCH',
               'HTTP_IF_MODIFIED_SINCE', 'HTTP_IF_RANGE', 'HTTP_CACHE_CONTROL', 'HTTP_AUTHORIZATION', 'HTTP_DATE', 'HTTP_HOST', 'HTTP_X_FORWARDED_FOR', 'HTTP_MAX_FORWARDS',
               'CONTENT_TYPE', 'QUERY_STRING', 'PATH_INFO']
    READ = ['accept', 'accept_language', 'accept_encoding', 'accept_charset', 'cookies', 'range', 'if_none_match', 'if_match', 'if_modified_since', 'if_range', 'cache_control',
            'authorization', 'date', 'host', 'domain', 'host_url', 'host_port', 'client_addr', 'max_forwards', 'content_type', 'charset', 'url', 'path', 'path_info', 'GET', 'POST',
            'params', 'text']

    def test_random_headers(self):
        rng = random.Random(24)
        for _ in range(4000):
            environ = dict((name, ''.join(rng.choice(self.PIECES) for _ in range(rng.randrange(12)))) for name in self.HEADERS)
            environ.update({'REQUEST_METHOD': 'POST', 'wsgi.input': io.BytesIO(b'a=1&b'), 'CONTENT_LENGTH': '5', 'wsgi.url_scheme': 'http', 'SERVER_PORT': '80'})
            request = Request(environ)
            for name in self.READ:
                try:
                    value = getattr(request, name)
                    str(repr(value))
                    if name.startswith('accept'):
                        value.best_match(['text/html', 'de', 'gzip'])
                    elif name in ('cookies', 'GET', 'POST', 'params'):
                        list(value.items())
                except webob.exc.HTTPBadRequest:
                    self.assertIn(name, ('POST', 'params', 'GET'))
                except Exception as error:
                    self.fail('%s of %r: %r' % (name, environ, error))

    def test_long_headers_take_little_time(self):
        size = 60000
        for piece in (' ', 'a', 'a;', ',', ';', '; ', 'a;q=1;"', '"', 'W/"', 'text/html;a="', '; a="\\"', '=', '; a', 'charset ', '\\0', 'q=', '-', 'Mon, ', '0'):
            environ = dict((name, piece * (size // len(piece))) for name in self.HEADERS)
            request = Request(dict(environ, **{'REQUEST_METHOD': 'POST', 'wsgi.input': io.BytesIO(), 'wsgi.url_scheme': 'http', 'SERVER_PORT': '80'}))
            for name in self.READ:
                started = time.time()
                try:
                    value = getattr(request, name)
                    if name in ('cookies', 'GET', 'POST', 'params'):
                        value.get('a')
                except webob.exc.HTTPBadRequest:
                    pass
                self.assertLess(time.time() - started, 2, (name, piece))


class Applications(unittest.TestCase):
    def test_the_answer_of_an_application(self):
        closed = []

        class Parts(object):
            def __iter__(self):
                return iter([b'a', b'b'])

            def close(self):
                closed.append(1)

        def application(environ, start_response):
            start_response('201 Made', [('Content-Type', 'text/plain'), ('X-A', '1')])
            return Parts()
        response = Request.blank('/').get_response(application)
        self.assertEqual(('201 Made', b'ab', '1', 'text/plain'), (response.status, response.body, response.headers['x-a'], response.content_type))
        self.assertEqual([1], closed)

    def test_an_application_that_writes(self):
        def application(environ, start_response):
            start_response('200 OK', [])(b'written ')
            return [b'returned']
        self.assertEqual(b'written returned', Request.blank('/').get_response(application).body)
