# coding: utf-8
"""webapp2: routes, dispatch, errors, redirects, URLs, requests and responses."""
from __future__ import absolute_import

import logging
import unittest

from library_cases import TableCase

import webapp2


class Page(webapp2.RequestHandler):
    def get(self, *args, **kwargs):
        self.response.write('get %s %s' % (list(map(str, args)), sorted((str(name), str(value)) for name, value in kwargs.items())))

    def post(self, *args, **kwargs):
        self.response.out.write('post ' + self.request.get('a'))

    def special(self, **kwargs):
        self.response.write('special')

    def my_method(self):
        self.response.write('odd method')


class Failing(webapp2.RequestHandler):
    def get(self):
        raise ValueError('no tea')


class Old(object):
    """A handler as webapp had them."""

    def initialize(self, request, response):
        self.request, self.response = request, response

    def get(self, *args):
        self.response.out.write('old %s' % list(args))

    def error(self, code):
        self.response.set_status(code)


def function(request, *args, **kwargs):
    return webapp2.Response('function %s %s' % (list(args), sorted(kwargs)))


class Quiet(TableCase):
    def setUp(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)


class Dispatch(Quiet):
    APP = webapp2.WSGIApplication([
        ('/', Page), (r'/simple/(\d+)/(\w*)', Page), ('/old/(.*)', Old), ('/function/(.*)', function),
        webapp2.Route('/page/<name>', Page, 'page'), webapp2.Route(r'/year/<year:\d{4}>/<rest:.*>', Page, 'year', defaults={'extra': 'x'}),
        webapp2.Route(r'/both/<:\d+>/<:[a-z]+>', Page, 'both'), webapp2.Route('/mixed/<:x>/<name>', Page), webapp2.Route('/special', Page, handler_method='special'),
        webapp2.Route('/colon', 'test_webapp2.Page:special'), webapp2.Route('/lazy', 'test_webapp2.Page'), webapp2.Route('/missing', 'test_webapp2.Nothing'),
        webapp2.Route('/only-post', Page, methods=['POST']), webapp2.Route('/secure', Page, schemes=['https']), webapp2.Route(u'/caf\xe9', Page) if str is not bytes
        else webapp2.Route('/caf\xc3\xa9', Page), webapp2.Route('/a.b', Page), webapp2.Route('/fail', Failing), webapp2.Route('/built/<x>', name='built', build_only=True)])

    def test_paths(self):
        def ask(url, method='GET'):
            response = self.APP.get_response(url, method=method)
            return (response.status_int, response.text) if response.status_int == 200 else response.status_int
        self.check(ask, [
            ('/', (200, u'get [] []')), ('/simple/12/ab', (200, u"get ['12', 'ab'] []")), ('/simple/x/', 404), ('/old/a', (200, u"old ['a']")), ('/old/a', 'POST', 501),
            ('/function/z', (200, u"function ['z'] []")), ('/page/ada', (200, u"get [] [('name', 'ada')]")), ('/page/', 404), ('/page/a/b', 404),
            ('/page/a%2Fb', 404), ('/page/a%20b', (200, u"get [] [('name', 'a b')]")), ('/year/2012/', (200, u"get [] [('extra', 'x'), ('rest', ''), ('year', '2012')]")),
            ('/year/12/', 404), ('/both/1/a', (200, u"get ['1', 'a'] []")), ('/mixed/x/n', (200, u"get [] [('name', 'n')]")), ('/special', (200, u'special')),
            ('/colon', (200, u'special')), ('/lazy', (200, u'get [] []')), ('/missing', 500), ('/only-post', 405), ('/only-post', 'POST', (200, u'post ')),
            ('/secure', 404), ('https://localhost/secure', (200, u'get [] []')), ('/caf%C3%A9', (200, u'get [] []')), ('/a.b', (200, u'get [] []')), ('/aXb', 404),
            ('/fail', 500), ('/nothing', 404), ('/built/x', 404), ('/', 'PUT', 405), ('/', 'PATCH', 501), ('/', 'BREW', 501), ('/\n', 404)])

    def test_what_is_allowed_is_said(self):
        self.assertEqual('GET, POST', self.APP.get_response('/', method='PUT').headers['Allow'])
        self.assertEqual('POST', self.APP.get_response('/only-post').headers['Allow'])

    def test_more_methods_can_be_allowed(self):
        class Wider(webapp2.WSGIApplication):
            allowed_methods = webapp2.WSGIApplication.allowed_methods.union(('MY-METHOD',))
        self.assertEqual(u'odd method', Wider([('/', Page)]).get_response('/', method='MY-METHOD').text)

    def test_a_form(self):
        self.assertEqual(u'post \xe9', self.APP.get_response('/', POST={'a': u'\xe9'}).text)

    def test_a_form_with_too_many_fields_is_a_bad_request(self):
        self.assertEqual(400, self.APP.get_response('/', POST=b'a&' * 10001).status_int)

    def test_everything_of_the_router_can_be_replaced(self):
        app = webapp2.WSGIApplication([('/', Page)])
        app.router.set_dispatcher(lambda router, request, response: webapp2.Response('<%s>' % router.default_dispatcher(request, response)))
        self.assertEqual(u'<None>', app.get_response('/').text)
        app = webapp2.WSGIApplication([('/', lambda request: u'text')])
        app.router.set_adapter(lambda router, handler: lambda request, response: response.write(handler(request)) and None)
        self.assertEqual(u'text', app.get_response('/').text)
        app = webapp2.WSGIApplication()
        app.router.add(webapp2.Route('/x', Page, 'x'))
        app.router.set_matcher(lambda router, request: router.default_matcher(webapp2.Request.blank('/x')))
        app.router.set_builder(lambda router, request, name, args, kwargs: '/built/' + name)
        self.assertEqual('/built/any', app.router.build(None, 'any', (), {}))
        self.assertRaises(TypeError, app.router.add, 'nonsense')

    def test_wrong_routes_are_refused(self):
        self.assertRaises(ValueError, webapp2.Route, '/x', build_only=True)
        self.assertRaises(ValueError, webapp2.Route, '/x', 'a.B:c', handler_method='d')


class Building(Quiet):
    def test_urls(self):
        request = webapp2.Request.blank('/', base_url='http://h:81')

        self.check(lambda name, args, kwargs: Dispatch.APP.router.build(request, name, args, kwargs), [
            ('page', (), {'name': 'ada'}, '/page/ada'), ('page', (), {'name': u'\xe9 &?'}, '/page/%C3%A9%20&%3F'), ('page', (), {'name': 5}, '/page/5'),
            ('page', (), {'name': 'a', 'q': u'\xe9', 'p': 'x y'}, '/page/a?p=x+y&q=%C3%A9'), ('page', (), {'name': 'a', 'q': [1, 2]}, '/page/a?q=1&q=2'),
            ('page', (), {}, KeyError), ('page', (), {'name': 'a/b'}, ValueError), ('year', (), {'year': '12', 'rest': ''}, ValueError),
            ('year', (), {'year': 2012, 'rest': 'x'}, '/year/2012/x'), ('both', ('1', 'a'), {}, '/both/1/a'), ('both', ('1',), {}, KeyError),
            ('page', (), {'name': 'a', '_full': True}, 'http://h:81/page/a'), ('page', (), {'name': 'a', '_scheme': 'https'}, 'https://h:81/page/a'),
            ('page', (), {'name': 'a', '_netloc': 'x.y'}, 'http://x.y/page/a'), ('page', (), {'name': 'a', '_fragment': 'top'}, '/page/a#top'),
            ('built', (), {'x': 'y'}, '/built/y'), ('nothing', (), {}, KeyError)])

    def test_within_a_request(self):
        class Here(webapp2.RequestHandler):
            def get(self):
                assert webapp2.get_app() is self.app is app and webapp2.get_request() is self.request
                assert webapp2.WSGIApplication.active_instance is app and webapp2.WSGIApplication.request is self.request
                self.response.write(' '.join([self.uri_for('here', a=1), self.url_for('here'), webapp2.uri_for('here', _full=True)]))
        app = webapp2.WSGIApplication([webapp2.Route('/here', Here, 'here')])
        self.assertEqual(u'/here?a=1 /here http://localhost:80/here', app.get_response('/here').text)
        self.assertRaises(AssertionError, webapp2.get_app)
        self.assertRaises(AssertionError, webapp2.get_request)


class Redirects(Quiet):
    def test_redirects(self):
        actions = {
            'relative': lambda handler: handler.redirect('other'), 'dot': lambda handler: handler.redirect('./other'), 'root': lambda handler: handler.redirect('/x?y'),
            'whole': lambda handler: handler.redirect('https://a/b'), 'permanent': lambda handler: handler.redirect('/x', permanent=True),
            'code': lambda handler: handler.redirect('/x', code=303), 'abort': lambda handler: handler.redirect('/x', abort=True, body='bye'),
            'name': lambda handler: handler.redirect_to('r', what='z', q=1), 'text': lambda handler: handler.redirect(u'/caf\xe9'),
            'wrong': lambda handler: handler.redirect('/x', code=200), 'split': lambda handler: handler.redirect('/x\r\nSet-Cookie: a=b'),
            'function': lambda handler: webapp2.redirect('/x', response=handler.response)}

        class Redirecting(webapp2.RequestHandler):
            def get(self, what):
                self.response.write('dropped')
                return actions[what](self)
        app = webapp2.WSGIApplication([webapp2.Route('/dir/<what>', Redirecting, 'r')])

        def ask(what):
            response = app.get_response('/dir/' + what)
            return response.status_int, response.headers.get('Location'), b'dropped' in response.body
        self.check(ask, [
            ('relative', (302, 'http://localhost/dir/other', False)), ('dot', (302, 'http://localhost/dir/other', False)), ('root', (302, 'http://localhost/x?y', False)),
            ('whole', (302, 'https://a/b', False)), ('permanent', (301, 'http://localhost/x', False)), ('code', (303, 'http://localhost/x', False)),
            ('abort', (302, 'http://localhost/x', False)), ('name', (302, 'http://localhost/dir/z?q=1', False)), ('wrong', (500, None, False)),
            ('split', (500, None, False)), ('function', (302, 'http://localhost/x', False))])
        self.assertEqual(302, app.get_response('/dir/text').status_int)
        self.assertEqual(b'bye', app.get_response('/dir/abort').body)

    def test_the_redirect_handler(self):
        app = webapp2.WSGIApplication([
            webapp2.Route('/a', webapp2.RedirectHandler, defaults={'_uri': '/b'}), webapp2.Route('/c', webapp2.RedirectHandler, defaults={'_uri': '/d', '_permanent': False}),
            webapp2.Route('/e/<x>', webapp2.RedirectHandler, defaults={'_uri': lambda handler, x: '/f/' + x, '_code': 307})])
        self.check(lambda path: (lambda response: (response.status_int, response.headers['Location']))(app.get_response(path)), [
            ('/a', (301, 'http://localhost/b')), ('/c', (302, 'http://localhost/d')), ('/e/1', (307, 'http://localhost/f/1'))])


class Errors(Quiet):
    def app(self, **more):
        class Various(webapp2.RequestHandler):
            def get(self, what):
                self.response.write('dropped')
                if what == 'error':
                    return self.error(503)
                if what == 'abort':
                    self.abort(403, detail='no <b>')
                if what == 'raise':
                    raise webapp2.exc.HTTPGone()
                if what == 'unknown':
                    webapp2.abort(999)
                if what == 'exit':
                    raise SystemExit(1)
                raise ValueError('no <tea>')
        return webapp2.WSGIApplication([webapp2.Route('/<what>', Various)], **more)

    def test_statuses(self):
        self.check(lambda what: (lambda response: (response.status_int, b'dropped' in response.body))(self.app().get_response('/' + what)), [
            ('error', (503, False)), ('abort', (403, False)), ('raise', (410, False)), ('unknown', (500, False)), ('value', (500, False))])
        self.assertRaises(SystemExit, self.app().get_response, '/exit')

    def test_the_traceback_is_for_debugging_only(self):
        self.assertNotIn(b'tea', self.app().get_response('/value').body)
        shown = self.app(debug=True).get_response('/value')
        self.assertIn(b'ValueError: no &lt;tea&gt;', shown.body)
        self.assertEqual('text/html; charset=utf-8', shown.headers['Content-Type'].lower())

    def test_an_error_is_logged_with_its_traceback(self):
        logging.disable(logging.NOTSET)
        records = []
        handler = logging.Handler()
        handler.emit = records.append
        logging.getLogger().addHandler(handler)
        try:
            self.app().get_response('/value')
            self.app().get_response('/abort')
        finally:
            logging.getLogger().removeHandler(handler)
        self.assertEqual([('ERROR', ValueError)], [(each.levelname, each.exc_info[0]) for each in records])

    def test_handlers_of_errors(self):
        def missing(request, response, exception):
            response.write('nothing at %s: %s' % (request.path, type(exception).__name__))
            response.set_status(404)

        def failed(request, response, exception):
            return webapp2.Response('sorry', status=500)
        app = self.app()
        app.error_handlers = {404: missing, 500: failed, 403: 'test_webapp2.forbidden', 410: lambda request, response, exception: 1 / 0}
        self.check(lambda path: (lambda response: (response.status_int, response.text))(app.get_response(path)), [
            ('/a/b', (404, u'nothing at /a/b: HTTPNotFound')), ('/value', (500, u'sorry')), ('/abort', (403, u'droppedno <b>'))])
        self.assertEqual(500, app.get_response('/raise').status_int)

    def test_a_handler_of_its_own_exceptions(self):
        class Careful(webapp2.RequestHandler):
            def get(self):
                raise ValueError('x')

            def handle_exception(self, exception, debug):
                self.response.write('%s %s' % (exception, debug))
                self.response.set_status(400, 'Hm')
        response = webapp2.WSGIApplication([('/', Careful)], debug=True).get_response('/')
        self.assertEqual(('400 Hm', u'x True'), (response.status, response.text))

    def test_a_response_that_fails_to_be_sent(self):
        class Wrong(webapp2.Response):
            def __call__(self, environ, start_response):
                raise ValueError('x')
        self.assertEqual(500, webapp2.WSGIApplication([('/', lambda request: Wrong())]).get_response('/').status_int)


def forbidden(request, response, exception):
    response.write(exception.detail)
    response.set_status(403)


class Requests(TableCase):
    def test_get(self):
        request = webapp2.Request.blank('/?a=1&a=2&n=5&x=y', POST=[('a', '3'), ('f', ('n.txt', b'content'))])
        self.check(lambda *args: request.get(*args), [
            ('a', u'1'), ('z', ''), ('z', None, None), ('a', '', True, [u'1', u'2', u'3']), ('z', '', True, []), ('f', b'content'), (u'a', u'1'), (b'a', u'1')])
        self.check(lambda *args: request.get_all(*args), [('a', [u'1', u'2', u'3']), ('z', []), ('z', [u'd'], [u'd'])])
        self.check(lambda *args: request.get_range(*args), [
            ('n', 5), ('n', 6, 6), ('n', 0, 4, 4), ('x', 0), ('x', None, None, 7, 7), ('z', 1, 1), ('a', 1)])
        self.assertEqual([u'a', u'n', u'x', u'f'], request.arguments())
        self.assertEqual((request.url, 'a=1&a=2&n=5&x=y', 'n.txt'), (request.uri, request.query, request.POST['f'].filename))


class Responses(TableCase):
    def test_defaults(self):
        response = webapp2.Response()
        self.assertEqual(('text/html; charset=utf-8', 'no-cache', 200, '200 OK', 'OK'), (
            response.headers['Content-Type'], response.headers['Cache-Control'], response.status_int, response.status, response.status_message))
        self.assertEqual('max-age=5', webapp2.Response(cache_control='max-age=5').headers['Cache-Control'])
        self.assertIs(response, response.out)

    def test_writing(self):
        def written(value):
            response = webapp2.Response()
            response.write(value)
            return response.body
        self.assertIsNone(webapp2.Response().write('text'))
        self.check(written, [(u'\xe9', b'\xc3\xa9'), (b'\xff', b'\xff'), (5, b'5'), (None, b'None'), ([1], b'[1]')])
        response = webapp2.Response(content_type='application/json')
        response.write(u'\xe9')
        self.assertEqual('application/json; charset=utf-8', response.headers['Content-Type'])
        response.headers['Content-Type'] = 'text/plain'
        response.write(u'\xe9')
        response.clear()
        self.assertEqual((b'', 0), (response.body, response.content_length))

    def test_status(self):
        response = webapp2.Response()
        response.set_status(404)
        self.assertEqual(('404 Not Found', True), (response.status, response.has_error()))
        response.set_status(200, 'Fine')
        self.assertEqual(('Fine', False), (response.status_message, response.has_error()))
        response.status_message = 'Finer'
        self.assertEqual('200 Finer', response.status)
        self.assertEqual('Gone', webapp2.Response.http_status_message(410))
        self.assertRaises(KeyError, webapp2.Response.http_status_message, 999)

    def test_headers(self):
        response = webapp2.Response()
        response.headers.add_header('Content-Disposition', 'attachment', filename='a "b".txt')
        response.headers.add_header('X-A', '1')
        response.headers.add_header('X-A', '2')
        self.assertEqual(('attachment; filename="a \\"b\\".txt"', ['1', '2']), (response.headers['content-disposition'], response.headers.get_all('x-a')))
        response.headers = {'A': 'b'}
        self.assertEqual([('A', 'b')], response.headerlist)
        sent = []
        response.write('x')
        response.wsgi_write(lambda status, headers: sent.append(status) or sent.append)
        self.assertEqual(['200 OK', b'x'], sent)


class Tools(TableCase):
    def test_imports_by_name(self):
        import os.path
        self.check(webapp2.import_string, [('os.path', os.path), ('os.path.join', os.path.join), ('os', os), ('os.path:join', os.path.join), (u'os', os),
                                           ('os.nothing', webapp2.ImportStringError), ('no_such_module.x', webapp2.ImportStringError),
                                           ('nothing', True, None), ('os.path:nothing', webapp2.ImportStringError)])

    def test_cached_properties(self):
        class Thing(object):
            made = 0

            @webapp2.cached_property
            def value(self):
                """Words."""
                Thing.made += 1
                return Thing.made
        thing = Thing()
        self.assertEqual([1, 1, 2, 'Words.'], [thing.value, thing.value, Thing().value, Thing.value.__doc__])
        del thing.value
        self.assertEqual(3, thing.value)
        self.assertRaises(AttributeError, setattr, thing, 'value', 5)

    def test_configuration(self):
        config = webapp2.Config({'own': 5, 'section': {'a': 1}})
        self.assertEqual({'a': 1, 'b': 2}, config.load_config('section', {'a': 0, 'b': 2}))
        self.assertEqual({'a': 1, 'b': 3}, config.load_config('section', user_values={'b': 3}))
        self.assertEqual((5, 2), (config['own'], config['section']['b']))
        for wrong in (lambda: config.load_config('other', {'x': webapp2.REQUIRED_VALUE}), lambda: config.load_config('third', required_keys=['y'])):
            self.assertRaises(Exception, wrong)

    def test_threads_have_their_own_request(self):
        import threading
        inside, go, results = threading.Event(), threading.Event(), []

        def wait(request):
            inside.set()
            go.wait(10)
            return webapp2.Response(webapp2.get_request().path)
        app = webapp2.WSGIApplication([('/wait', wait), ('/other', lambda request: webapp2.Response(webapp2.get_request().path))])
        thread = threading.Thread(target=lambda: results.append(app.get_response('/wait').text))
        thread.start()
        inside.wait(10)
        results.append(app.get_response('/other').text)
        go.set()
        thread.join()
        self.assertEqual([u'/other', u'/wait'], results)

    def test_an_application_in_an_application(self):
        inner = webapp2.WSGIApplication([('/inner', lambda request: webapp2.Response('inner'))])

        def outer(request):
            text = inner.get_response('/inner').text
            return webapp2.Response(text + webapp2.get_request().path)
        self.assertEqual(u'inner/outer', webapp2.WSGIApplication([('/outer', outer)]).get_response('/outer').text)
