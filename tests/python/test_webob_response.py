# coding: utf-8
"""webob.Response and webob.exc, as tables."""
from __future__ import absolute_import

import unittest
from datetime import datetime, timedelta

from library_cases import TableCase

import webob
from webob import Request, Response, exc


def answered(response, method='GET', **environ):
    """(status, headers, body) as WSGI gets them."""
    got = []
    request = Request.blank('/dir/page', environ=dict(environ, REQUEST_METHOD=method))
    parts = response(request.environ, lambda status, headers, exc_info=None: got.extend([status, headers]))
    for name, value in got[1]:
        assert type(name) is str and type(value) is str, (name, value)
    return got[0], dict(got[1]), b''.join(parts)


class Status(TableCase):
    def test_what_it_can_be(self):
        def written(value):
            response = Response(status=value)
            return response.status, response.status_int
        self.check(written, [
            (404, ('404 Not Found', 404)), ('404 Nothing here', ('404 Nothing here', 404)), ('204', ('204 No Content', 204)), (299, ('299 Success', 299)),
            (u'200 Fine', ('200 Fine', 200)), ('4', ValueError), ('abc', ValueError), ('200 a\r\nX: y', ValueError), (None, ('200 OK', 200))])


class Content(TableCase):
    def test_bodies(self):
        self.check(lambda body: (Response(body).body, Response(body).content_length), [
            (b'abc', (b'abc', 3)), (u'\xe9', (b'\xc3\xa9', 2)), (None, (b'', 0)), (b'', (b'', 0))])
        self.assertRaises(TypeError, Response, b'a', app_iter=[])
        self.assertRaises(TypeError, Response, nonsense=1)

    def test_text_and_json(self):
        response = Response()
        response.text = u'\xe9'
        self.assertEqual((b'\xc3\xa9', u'\xe9', u'\xe9'), (response.body, response.text, response.unicode_body))
        response.json = {'a': u'\xe9'}
        self.assertEqual({'a': u'\xe9'}, response.json)
        self.assertRaises(TypeError, setattr, response, 'text', b'bytes')
        self.assertRaises(TypeError, setattr, response, 'body', u'text')
        response.charset = None
        self.assertRaises(AttributeError, lambda: response.text)

    def test_writing(self):
        response = Response(charset='iso-8859-1')
        response.write(u'\xe9')
        response.body_file.write(b'b')
        response.body_file.writelines([u'c', b'd'])
        self.assertEqual((b'\xe9bcd', 4), (response.body, response.content_length))
        self.assertRaises(TypeError, response.write, 5)
        iterating = Response(app_iter=iter([b'a', b'b']))
        iterating.write(b'c')
        self.assertEqual((b'abc', 3), (iterating.body, iterating.content_length))

    def test_the_content_type(self):
        def typed(**values):
            return Response(**values).headers.get('Content-Type')
        self.assertEqual('text/html; charset=UTF-8', typed())
        self.assertEqual('text/plain; charset=UTF-8', typed(content_type='text/plain'))
        self.assertEqual('application/json', typed(content_type='application/json'))
        self.assertEqual('text/html; charset=latin-1', typed(charset='latin-1'))
        response = Response()
        response.content_type = 'text/plain'
        self.assertEqual(('text/plain', 'UTF-8', 'text/plain; charset=UTF-8'), (response.content_type, response.charset, response.headers['content-type']))
        response.content_type = 'application/x; a=b'
        self.assertEqual('application/x; a=b', response.headers['Content-Type'])
        response.charset = 'utf-8'
        self.assertEqual({'a': 'b', 'charset': 'utf-8'}, response.content_type_params)
        del response.content_type
        self.assertIsNone(response.content_type)


class Headers(TableCase):
    def test_they_ignore_case_and_keep_their_order(self):
        response = Response(headerlist=[('A', '1'), ('b', '2'), ('a', '3')])
        self.assertEqual((['1', '3'], '2'), (response.headers.getall('A'), response.headers['B']))
        response.headers['B'] = u'\xe9'
        self.assertEqual([('A', '1'), ('a', '3'), ('B', '\xe9')], response.headerlist)

    def test_line_breaks_cannot_get_in(self):
        response = Response()
        for name, value in (('X', 'a\r\nSet-Cookie: b'), ('X', 'a\nb'), ('X\r\n', 'a'), ('X', 'a\0')):
            self.assertRaises(ValueError, response.headers.__setitem__, name, value)
            self.assertRaises(ValueError, response.headers.add, name, value)

    def test_attributes(self):
        def header(name, value):
            response = Response()
            setattr(response, name, value)
            attribute = {'etag': 'ETag', 'content_md5': 'Content-MD5', 'www_authenticate': 'WWW-Authenticate'}.get(name)
            return response.headers.get(attribute or name.replace('_', '-').title())
        self.check(header, [
            ('last_modified', datetime(2012, 2, 29, 1, 2, 3), 'Wed, 29 Feb 2012 01:02:03 GMT'), ('expires', 0, 'Thu, 01 Jan 1970 00:00:00 GMT'),
            ('etag', 'abc', '"abc"'), ('etag', ('abc', False), 'W/"abc"'), ('etag', 'a"b', ValueError), ('allow', ['GET', 'POST'], 'GET, POST'),
            ('vary', 'Cookie', 'Cookie'), ('content_length', 5, '5'), ('age', '7', '7'), ('retry_after', 60, '60'), ('location', '/x', '/x'),
            ('content_disposition', 'attachment', 'attachment'), ('server', None, None), ('content_language', ('de', 'en'), 'de, en')])
        response = Response(last_modified=datetime(2012, 2, 29), etag='x')
        self.assertEqual((datetime(2012, 2, 29, tzinfo=webob.UTC), 'x', 'x'), (response.last_modified, response.etag, response.etag_strong))
        response.etag = None
        self.assertNotIn('ETag', response.headers)

    def test_cache_control(self):
        response = Response()
        response.cache_control.max_age = 10
        response.cache_control.public = True
        self.assertEqual('max-age=10, public', response.headers['Cache-Control'])
        response.cache_control.max_age = None
        self.assertEqual(('public', True, None, False), (
            str(response.cache_control), response.cache_control.public, response.cache_control.max_age, response.cache_control.no_store))
        response.cache_control = {'max_age': 5, 'no_cache': True}
        self.assertEqual(('max-age=5, no-cache', '*'), (response.headers['Cache-Control'], response.cache_control.no_cache))
        response.cache_expires(60)
        self.assertEqual('max-age=60', response.headers['Cache-Control'])
        response.cache_expires(0)
        self.assertEqual('max-age=0, must-revalidate, no-cache, no-store', response.headers['Cache-Control'])
        response.cache_control = None
        self.assertNotIn('Cache-Control', response.headers)


class Cookies(TableCase):
    def cookie(self, *args, **kwargs):
        response = Response()
        response.set_cookie(*args, **kwargs)
        return response.headers['Set-Cookie']

    def test_what_is_set(self):
        self.check(lambda args, kwargs: self.cookie(*args, **kwargs), [
            (('a', 'b'), {}, 'a=b; Path=/'), (('a', u'\xe9;'), {}, 'a="\\303\\251\\073"; Path=/'), (('a', 'b c'), {}, 'a="b c"; Path=/'),
            (('a', 'e30='), {}, 'a=e30=; Path=/'), (('a',), {'value': 'b', 'domain': 'x.y', 'secure': True, 'httponly': True, 'path': '/p'},
                                                    'a=b; Domain=x.y; Path=/p; secure; HttpOnly'),
            (('a', 'b'), {'samesite': 'Lax', 'path': None}, 'a=b; SameSite=Lax'),
            (('a', 'b'), {'expires': datetime(2030, 1, 1)}, 'a=b; expires=Tue, 01-Jan-2030 00:00:00 GMT; Path=/'),
            (('a b', 'c'), {}, ValueError), (('a;', 'c'), {}, ValueError), (('', 'c'), {}, ValueError), (('a', 'b'), {'path': '/;x'}, ValueError),
            (('a', 'b'), {'domain': 'x\r\ny'}, ValueError), (('a', 'b\r\nX: y'), {}, 'a="b\\015\\012X: y"; Path=/'), (('a', 'b'), {'wrong': 1}, TypeError)])

    def test_ages(self):
        self.assertIn('Max-Age=60; Path=/', self.cookie('a', 'b', max_age=timedelta(minutes=1)))
        self.assertIn('expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0', self.cookie('a', 'b', max_age=0))

    def test_taking_back(self):
        response = Response()
        response.set_cookie('a', '1')
        response.set_cookie('b', '2')
        response.set_cookie('a', '3', overwrite=True)
        self.assertEqual(['b=2; Path=/', 'a=3; Path=/'], response.headers.getall('Set-Cookie'))
        response.unset_cookie('b')
        self.assertRaises(KeyError, response.unset_cookie, 'b')
        response.delete_cookie('c', path='/p')
        self.assertIn('c=; expires=Wed, 31-Dec-97 23:59:59 GMT; Max-Age=0; Path=/p', response.headers.getall('Set-Cookie'))
        self.assertEqual(2, len(response.merge_cookies(Response()).headers.getall('Set-Cookie')))

    def test_what_was_set_is_read_back(self):
        for value in (u'plain', u'with space', u'"quotes"', u'a;b,c\\d', u'\xe9\u20ac\U0001f600', u'\x00\x1f\x7f', u''):
            header = self.cookie('name', value).partition(';')[0]
            self.assertEqual(value, Request.blank('/', environ={'HTTP_COOKIE': header}).cookies['name'])


class Answering(TableCase):
    def test_head_and_empty_statuses_have_no_body(self):
        self.assertEqual(('200 OK', '3', b''), (lambda got: (got[0], got[1]['Content-Length'], got[2]))(answered(Response(b'abc'), 'HEAD')))
        self.assertEqual(b'', answered(Response(b'abc', status=204))[2])

    def test_location_is_made_whole(self):
        self.check(lambda location: answered(Response(status=302, location=location))[1]['Location'], [
            ('other', 'http://localhost/dir/other'), ('/x?y', 'http://localhost/x?y'), ('https://a/b', 'https://a/b'), ('//a/b', 'http://a/b')])

    def test_conditions(self):
        def ask(**environ):
            response = Response(b'0123456789', conditional_response=True, etag='tag', last_modified=1000)
            status, headers, body = answered(response, **environ)
            return int(status[:3]), body
        late, early = 'Thu, 01 Jan 1970 01:00:00 GMT', 'Thu, 01 Jan 1970 00:00:01 GMT'
        for environ, expected in (
                ({}, (200, b'0123456789')), ({'HTTP_IF_NONE_MATCH': '"tag"'}, (304, b'')), ({'HTTP_IF_NONE_MATCH': '"x", W/"tag"'}, (304, b'')),
                ({'HTTP_IF_NONE_MATCH': '"x"', 'HTTP_IF_MODIFIED_SINCE': late}, (200, b'0123456789')), ({'HTTP_IF_MODIFIED_SINCE': late}, (304, b'')),
                ({'HTTP_IF_MODIFIED_SINCE': early}, (200, b'0123456789')), ({'HTTP_RANGE': 'bytes=2-4'}, (206, b'234')),
                ({'HTTP_RANGE': 'bytes=-2'}, (206, b'89')), ({'HTTP_RANGE': 'bytes=20-'}, (416, b'')),
                ({'HTTP_RANGE': 'bytes=2-4', 'HTTP_IF_RANGE': '"tag"'}, (206, b'234')), ({'HTTP_RANGE': 'bytes=2-4', 'HTTP_IF_RANGE': '"x"'}, (200, b'0123456789')),
                ({'HTTP_RANGE': 'bytes=2-4', 'HTTP_IF_RANGE': late}, (206, b'234')), ({'HTTP_RANGE': 'nonsense'}, (200, b'0123456789'))):
            self.assertEqual(expected, ask(**environ), environ)
        headers = answered(Response(b'a', conditional_response=True, etag='tag'), HTTP_IF_NONE_MATCH='"tag"')[1]
        self.assertNotIn('Content-Length', headers)
        self.assertEqual('"tag"', headers['ETag'])

    def test_a_digest_as_tag(self):
        response = Response(b'abc')
        response.md5_etag(set_content_md5=True)
        self.assertEqual(('kAFQmDzST7DWlj99KOF_cg', 'kAFQmDzST7DWlj99KOF/cg=='), (response.etag, response.content_md5))

    def test_a_copy_is_its_own(self):
        response = Response(b'a', status=201)
        other = response.copy()
        other.write(b'b')
        self.assertEqual((b'a', b'ab', '201 Created'), (response.body, other.body, other.status))


class Exceptions(unittest.TestCase):
    def test_every_code_has_its_class(self):
        for code, kind in exc.status_map.items():
            error = kind()
            self.assertEqual((code, code), (kind.code, error.status_int))
            self.assertIsInstance(error, exc.HTTPException)
            self.assertIsInstance(error, Response)
            self.assertEqual('%d' % code, answered(error)[0][:3])
        for name in exc.__all__:
            self.assertTrue(hasattr(exc, name), name)

    def test_the_page_escapes_what_it_shows(self):
        status, headers, body = answered(exc.HTTPNotFound('<script>', comment='--><b>'), HTTP_ACCEPT='text/html')
        self.assertEqual('text/html; charset=UTF-8', headers['Content-Type'])
        self.assertIn(b'&lt;script&gt;', body)
        self.assertNotIn(b'<b>', body)
        self.assertNotIn(b'--><', body)

    def test_who_does_not_want_html_gets_text(self):
        status, headers, body = answered(exc.HTTPForbidden('no'), HTTP_ACCEPT='application/json')
        self.assertEqual(('text/plain; charset=UTF-8', True), (headers['Content-Type'], body.startswith(b'403 Forbidden\n\n')))

    def test_redirects(self):
        self.assertEqual('http://localhost/x', answered(exc.HTTPFound(location='/x'))[1]['Location'])
        self.assertEqual('http://localhost/dir/page/', answered(exc.HTTPMovedPermanently(add_slash=True))[1]['Location'])
        self.assertRaises(ValueError, exc.HTTPFound, location='/x\r\nSet-Cookie: a=b')
        self.assertRaises(TypeError, exc.HTTPFound, location='/x', add_slash=True)

    def test_headers_and_bodies_of_ones_own(self):
        status, headers, body = answered(exc.HTTPMethodNotAllowed(headers=[('Allow', 'GET')], body=b'own'))
        self.assertEqual(('GET', b'own'), (headers['Allow'], body))

    def test_the_middleware_answers_with_what_is_raised(self):
        def application(environ, start_response):
            raise exc.HTTPGone()
        self.assertEqual(410, Request.blank('/').get_response(exc.HTTPExceptionMiddleware(application)).status_int)
