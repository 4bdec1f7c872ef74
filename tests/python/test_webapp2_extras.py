# coding: utf-8
"""webapp2_extras: routes, sessions, signed cookies, security, json, local, jinja2."""
from __future__ import absolute_import

import logging
import random
import unittest

from library_cases import TableCase

import webapp2
from webapp2_extras import json, local, routes, security, securecookie, sessions

CONFIG = {'webapp2_extras.sessions': {'secret_key': 'a key for tests'}}


def show(request, *args, **kwargs):
    return webapp2.Response('%s %s' % (list(args), sorted((str(name), str(value)) for name, value in kwargs.items())))


class Routes(unittest.TestCase):
    def answers(self, table, rows):
        app = webapp2.WSGIApplication(table)
        for url, status, expected in rows:
            response = app.get_response(url)
            self.assertEqual((status, expected), (response.status_int, response.headers.get('Location') or response.text), url)
        return app

    def test_prefixes(self):
        nested = routes.PathPrefixRoute('/blog', [
            webapp2.Route('/', show, 'list'),
            routes.NamePrefixRoute('entry-', [webapp2.Route('/<id>', show, 'show'), ('/blog/old/(.*)', show)])])
        app = self.answers([nested], [('/blog/', 200, '[] []'), ('/blog/5', 200, "[] [('id', '5')]"), ('/5', 404, app_page(404))])
        request = webapp2.Request.blank('/')
        self.assertEqual(['/blog/', '/blog/7'], [app.router.build(request, 'list', (), {}), app.router.build(request, 'entry-show', (), {'id': 7})])
        self.assertRaises(ValueError, routes.PathPrefixRoute, 'blog', [])
        self.assertRaises(ValueError, routes.PathPrefixRoute, '/blog/', [])

    def test_handlers_given_as_strings_get_their_prefix(self):
        nested = routes.HandlerPrefixRoute('webapp2_extras.', [webapp2.Route('/', 'security.generate'), webapp2.Route('/f', show)])
        self.assertEqual(['webapp2_extras.security.generate', show], [each.handler for each in nested.get_routes()])

    def test_domains(self):
        table = [routes.DomainRoute('<user>.example.com', [webapp2.Route('/<page>', show)]), routes.DomainRoute('example.com', [webapp2.Route('/', show)])]
        self.answers(table, [
            ('http://ada.example.com:8080/x', 200, "[] [('page', 'x'), ('user', 'ada')]"), ('http://EXAMPLE.com/', 200, '[] []'),
            ('http://a.b.example.com/x', 404, app_page(404)), ('http://example.com.evil.org/', 404, app_page(404))])

    def test_redirects(self):
        table = [
            routes.RedirectRoute('/old', redirect_to='/new'), routes.RedirectRoute('/named/<id>', redirect_to_name='target'),
            webapp2.Route('/target/<id>', show, 'target'), routes.RedirectRoute('/slash/', show, name='slash', strict_slash=True),
            routes.RedirectRoute('/no/<x>', show, name='no', strict_slash=True)]
        self.answers(table, [
            ('/old', 301, 'http://localhost/new'), ('/named/5', 301, 'http://localhost/target/5'), ('/slash', 301, 'http://localhost/slash/'),
            ('/slash?a=1', 301, 'http://localhost/slash/?a=1'), ('/slash/', 200, '[] []'), ('/no/1/', 301, 'http://localhost/no/1'),
            ('/no/1', 200, "[] [('x', '1')]")])
        self.assertRaises(ValueError, routes.RedirectRoute, '/x', show, strict_slash=True)


def app_page(code):
    return webapp2.WSGIApplication().get_response('/').text if code == 404 else None


class Signed(unittest.TestCase):
    def setUp(self):
        self.serializer = securecookie.SecureCookieSerializer('key')
        self.now = 1000000
        self.serializer._get_timestamp = lambda: self.now
        logging.disable(logging.CRITICAL)  # A warning for each cookie that is not believed.
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_what_is_signed_is_read_back(self):
        for value in ({}, {'a': [1, None, True, u'\xe9']}, [], u'text', 5):
            self.assertEqual(value, self.serializer.deserialize('name', self.serializer.serialize('name', value)))

    def test_age(self):
        cookie = self.serializer.serialize('name', 1)
        self.now += 60
        self.assertEqual([1, 1, None], [self.serializer.deserialize('name', cookie, max_age=age) for age in (None, 60, 59)])

    def test_another_name_or_key_is_not_believed(self):
        cookie = self.serializer.serialize('name', 1)
        self.assertIsNone(self.serializer.deserialize('other', cookie))
        self.assertIsNone(securecookie.SecureCookieSerializer('other').deserialize('name', cookie))
        self.assertRaises(ValueError, securecookie.SecureCookieSerializer, '')

    def test_no_changed_cookie_is_believed(self):
        cookie = self.serializer.serialize('name', {'user': 'ada', 'admin': False})
        rng = random.Random(23)
        alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=|-'
        changed = set(cookie[:length] for length in range(len(cookie)))
        for at in range(len(cookie)):
            changed.update((cookie[:at] + rng.choice(alphabet) + cookie[at + 1:], cookie[:at] + cookie[at + 1:], cookie[:at] + rng.choice(alphabet) + cookie[at:]))
        value, timestamp, signature = cookie.split('|')
        changed.update(['|', '||', '|||', '%s|%s|' % (value, timestamp), '%s|%d|%s' % (value, 2000000, signature), '%s||%s' % (value, signature),
                        '%s|%s|%s|x' % (value, timestamp, signature), '|%s|%s' % (timestamp, signature), cookie * 5000, signature, u'\xe9|1|\xe9'])
        changed.discard(cookie)
        for each in changed:
            self.assertIsNone(self.serializer.deserialize('name', each), each[:200])

    def test_the_line_between_name_and_value_cannot_move(self):
        value, timestamp, signature = self.serializer.serialize('name', 1).split('|')
        self.assertIsNone(self.serializer.deserialize('name|' + value, '|'.join([timestamp, signature])))


class Sessions(unittest.TestCase):
    def setUp(self):
        class Counter(webapp2.RequestHandler):
            def dispatch(self):
                self.sessions = sessions.get_store(request=self.request)
                try:
                    webapp2.RequestHandler.dispatch(self)
                finally:
                    self.sessions.save_sessions(self.response)

            def get(self):
                session = self.sessions.get_session()
                self.response.write('%s %s %s' % (session.get('n', 0), session.new, session.get_flashes()))

            def post(self):
                session = self.sessions.get_session()
                session['n'] = session.get('n', 0) + 1
                session.add_flash('added', 'info')
        self.app = webapp2.WSGIApplication([('/', Counter)], config=CONFIG)

    def ask(self, cookie=None, **more):
        response = self.app.get_response('/', headers={'Cookie': cookie} if cookie else {}, **more)
        return response, response.headers.get('Set-Cookie', '').partition(';')[0]

    def test_a_session_lives_in_its_cookie(self):
        self.assertEqual(('0 True []', ''), (self.ask()[0].text, self.ask()[1]))
        _, cookie = self.ask(method='POST')
        _, cookie = self.ask(cookie, method='POST')
        response, after = self.ask(cookie)
        self.assertIn('2 False', response.text)
        self.assertIn('added', response.text)
        self.assertEqual('2 False []', self.ask(after)[0].text)

    def test_a_changed_cookie_is_a_new_session(self):
        _, cookie = self.ask(method='POST')
        name, _, value = cookie.partition('=')
        forged = name + '=' + json.b64encode({'n': 99}) + value[value.index('|'):]
        logging.disable(logging.CRITICAL)  # The warning that it is not believed.
        self.addCleanup(logging.disable, logging.NOTSET)
        self.assertEqual('0 True []', self.ask(forged)[0].text)

    def test_configuration(self):
        self.app.config['webapp2_extras.sessions'] = dict(CONFIG['webapp2_extras.sessions'], cookie_name='sid', cookie_args={'httponly': True, 'secure': True, 'max_age': 60})
        header = self.ask(method='POST')[0].headers['Set-Cookie']
        self.assertTrue(header.startswith('sid='))
        for part in ('Max-Age=60', 'Path=/', 'secure', 'HttpOnly'):
            self.assertIn(part, header)

    def test_a_missing_key_is_a_sentence(self):
        request = webapp2.Request.blank('/')
        request.app = webapp2.WSGIApplication()
        try:
            sessions.SessionStore(request)
        except Exception as error:
            self.assertIn('webapp2_extras.sessions needs secret_key', str(error))
        else:
            self.fail('no exception')

    def test_backends_without_their_service_are_a_sentence(self):
        request = webapp2.Request.blank('/')
        request.app = self.app
        for name in ('memcache', 'datastore'):
            try:
                sessions.get_store(request=request).get_session(name=name, backend=name)
            except NotImplementedError as error:
                self.assertIn('needs the %s service' % name, str(error))
            else:
                self.fail('no exception')
        self.assertRaises(KeyError, sessions.get_store(request=request).get_session, name='x', backend='nonsense')

    def test_every_change_is_seen(self):
        for change in (lambda session: session.__setitem__('b', 1), lambda session: session.pop('a'), lambda session: session.update(b=1),
                       lambda session: session.clear(), lambda session: session.setdefault('b', 1), lambda session: session.popitem(),
                       lambda session: session.__delitem__('a')):
            session = sessions.SessionDict(None, {'a': 1})
            self.assertFalse(session.modified)
            change(session)
            self.assertTrue(session.modified)

    def test_signed_cookies_without_a_session(self):
        request = webapp2.Request.blank('/')
        request.app = self.app
        store, response = sessions.SessionStore(request), webapp2.Response()
        store.set_secure_cookie('seen', {'x': 1}, max_age=5)
        store.save_sessions(response)
        request.headers['Cookie'] = response.headers['Set-Cookie'].partition(';')[0]
        self.assertEqual({'x': 1}, sessions.SessionStore(request).get_secure_cookie('seen'))
        self.assertRaises(TypeError, store.set_secure_cookie, 'x', 'text')


class Security(TableCase):
    def test_random_strings(self):
        self.assertEqual(12, len(security.generate_random_string(length=12)))
        self.assertEqual(22, len(security.generate_random_string(entropy=128)))
        self.assertEqual(set('ab'), set(security.generate_random_string(length=200, pool='ab')))
        self.assertEqual(100, len(set(security.generate_random_string(length=10) for _ in range(100))))
        for wrong in ({}, {'length': 1, 'entropy': 1}, {'length': 5, 'pool': 'a'}):
            self.assertRaises(ValueError, security.generate_random_string, **wrong)

    def test_passwords(self):
        for method in ('sha1', 'sha256', 'md5', 'plain'):
            stored = security.generate_password_hash(u'p\xe4ss', method, pepper='salty' if method != 'plain' else None)
            pepper = 'salty' if method != 'plain' else None
            self.assertTrue(security.check_password_hash(u'p\xe4ss', stored, pepper=pepper), stored)
            self.assertFalse(security.check_password_hash('pass', stored, pepper=pepper))
        self.assertFalse(security.check_password_hash('a', security.generate_password_hash('a'), pepper='x'))
        self.check(security.check_password_hash, [('a', '', False), ('a', 'x$y', False), ('a', 'x$nonsense$z', False), ('a$b', 'a$b$plain$', True)])
        self.assertRaises(TypeError, security.generate_password_hash, 'a', 'nonsense')

    def test_known_digests(self):
        self.check(security.hash_password, [
            ('abc', 'sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'), ('abc', 'plain', 'abc'), ('abc', 'nonsense', None),
            ('what do ya want for nothing?', 'md5', 'Jefe', '750c783e6ab0b503eaa86e310a5db738')])

    def test_comparison(self):
        self.check(security.compare_hashes, [('a', 'a', True), ('a', 'b', False), ('a', 'ab', False), (u'\xe9', u'\xe9', True), ('a', u'a', True)])


class Json(TableCase):
    def test_both_ways(self):
        value = {'a': [u'\xe9', None, 1.5], 'b': '</script>'}
        for encode, decode in ((json.encode, json.decode), (json.b64encode, json.b64decode), (json.quote, json.unquote)):
            self.assertEqual(value, decode(encode(value)))
            self.assertIs(str, type(encode(value)))
        self.assertNotIn('</', json.encode(value))
        self.assertEqual('%22%2F%26%22', json.quote('/&'))
        self.assertEqual(u'\xe9', json.decode(u'"\xe9"'.encode('utf-8')))
        for broken in ('', '{', 'x'):
            self.assertRaises(ValueError, json.decode, broken)
        self.assertRaises(ValueError, json.b64decode, 'a')


class Locals(unittest.TestCase):
    def test_threads_have_their_own(self):
        import threading
        values, seen = local.Local(), []
        values.name = 'main'
        proxy = values('name')
        thread = threading.Thread(target=lambda: seen.append((hasattr(values, 'name'), repr(proxy), bool(proxy))))
        thread.start()
        thread.join()
        self.assertEqual([(False, '<LocalProxy unbound>', False)], seen)
        self.assertEqual(('main', 4, 'MAIN', True, 'mainx'), (str(proxy), len(proxy), proxy.upper(), proxy == 'main', proxy + 'x'))
        values.__release_local__()
        self.assertRaises(RuntimeError, proxy._get_current_object)

    def test_a_proxy_of_a_function(self):
        class Thing(object):
            attribute = 1
        thing = Thing()
        proxy = local.LocalProxy(lambda: thing)
        proxy.attribute = 2
        self.assertEqual((2, True), (thing.attribute, isinstance(proxy, Thing)))


class Templates(unittest.TestCase):
    def test_jinja2_templates(self):
        try:
            import jinja2 as library
        except ImportError:
            self.skipTest('jinja2 is not installed for this Python')
        from webapp2_extras import jinja2
        config = {'webapp2_extras.jinja2': {'environment_args': {'autoescape': True, 'loader': library.DictLoader({'a.html': 'Hello {{ name|twice }} {{ site }}'}),
                                                                 'extensions': ['jinja2.ext.autoescape', 'jinja2.ext.with_']},
                                            'filters': {'twice': lambda value: value * 2}, 'globals': {'site': '<s>'}}}
        app = webapp2.WSGIApplication(config=config)
        templates = jinja2.get_jinja2(app=app)
        self.assertIs(templates, jinja2.get_jinja2(app=app))
        self.assertEqual(u'Hello AdaAda &lt;s&gt;', templates.render_template('a.html', name='Ada'))
