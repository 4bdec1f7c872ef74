"""Sessions: dictionaries that a browser gets back with its next request.

    store = get_store(request=request)   session = store.get_session()   session['n'] = 1   store.save_sessions(response)
"""
from __future__ import absolute_import

import webapp2

from . import security
from .securecookie import SecureCookieSerializer

_default_value = object()
_registry_key = 'webapp2_extras.sessions.SessionStore'

#: What can be configured under 'webapp2_extras.sessions'. `session_max_age` and `cookie_args['max_age']`: seconds, or None until the browser is closed.
default_config = {
    'secret_key': webapp2.REQUIRED_VALUE,
    'cookie_name': 'session',
    'session_max_age': None,
    'cookie_args': {'max_age': None, 'domain': None, 'path': '/', 'secure': None, 'httponly': False},
    'backends': {
        'securecookie': 'webapp2_extras.sessions.SecureCookieSessionFactory',
        'datastore': 'webapp2_extras.appengine.sessions_ndb.DatastoreSessionFactory',
        'memcache': 'webapp2_extras.appengine.sessions_memcache.MemcacheSessionFactory',
    },
}
_COOKIE_NAMES = ('max_age', 'domain', 'path', 'secure', 'httponly', 'samesite')


class SessionDict(dict):
    """A session. `modified` tells whether it must be saved: set it when you change a value inside."""

    def __init__(self, container, data=None, new=False):
        dict.__init__(self, data or {})
        self.container = container
        self.new = new
        self.modified = False

    def get_flashes(self, key='_flash'):
        """Takes out the messages that add_flash left: a list of (text, level)."""
        return [tuple(each) for each in self.pop(key)] if key in self else []

    def add_flash(self, value, level=None, key='_flash'):
        """Leaves a message for the next page."""
        self[key] = self.get(key, []) + [(value, level)]


def _changing(name):
    change = getattr(dict, name)

    def changed(self, *args, **kwargs):
        self.modified = True
        return change(self, *args, **kwargs)
    changed.__name__ = name
    return changed


for _name in ('__setitem__', '__delitem__', 'clear', 'pop', 'popitem', 'setdefault', 'update'):
    setattr(SessionDict, _name, _changing(_name))


class BaseSessionFactory(object):
    """Gets and saves one session by its cookie's name."""

    session_class = SessionDict

    def __init__(self, name, session_store):
        self.name = name
        self.session_store = session_store
        self.session_args = dict(session_store.config['cookie_args'])
        self.session = None
        self.session_max_age = None

    def get_session(self, max_age=_default_value):
        raise NotImplementedError()

    def save_session(self, response):
        raise NotImplementedError()


class SecureCookieSessionFactory(BaseSessionFactory):
    """Keeps the whole session in a signed cookie: 4 KB at most, readable by the browser."""

    def get_session(self, max_age=_default_value):
        if self.session is None:
            data = self.session_store.get_secure_cookie(self.name, max_age=max_age)
            good = isinstance(data, dict)
            self.session = self.session_class(self, data=data if good else None, new=not good)
        return self.session

    def save_session(self, response):
        if self.session is not None and self.session.modified:
            self.session_store.save_secure_cookie(response, self.name, dict(self.session), **self.session_args)


class CustomBackendSessionFactory(BaseSessionFactory):
    """Keeps a signed id in the cookie and the session elsewhere: a subclass has `_get_by_sid(sid)` and `save_session(response)`."""

    sid = None

    def _get_by_sid(self, sid):
        raise NotImplementedError()

    def _is_valid_sid(self, sid):
        return isinstance(sid, type(u'')) and len(sid) == 22 or isinstance(sid, str) and len(sid) == 22

    def _get_new_sid(self):
        return security.generate_random_string(entropy=128)

    def get_session(self, max_age=_default_value):
        if self.session is None:
            data = self.session_store.get_secure_cookie(self.name, max_age=max_age)
            self.session = self._get_by_sid(data.get('_sid') if isinstance(data, dict) else None)
        return self.session


class SessionStore(object):
    """The sessions of one request."""

    config_key = 'webapp2_extras.sessions'

    def __init__(self, request, config=None):
        self.request = request
        self.config = request.app.config.load_config(
            self.config_key, default_values=default_config, user_values=config, required_keys=('secret_key',))
        arguments = dict(default_config['cookie_args'])
        arguments.update(self.config['cookie_args'] or {})
        self.config = dict(self.config, cookie_args=arguments)
        self.sessions = {}

    @webapp2.cached_property
    def serializer(self):
        return SecureCookieSerializer(self.config['secret_key'])

    def get_backend(self, name):
        """The class of a backend by its name in the configuration. KeyError when it is not there."""
        backends = dict(default_config['backends'])
        backends.update(self.config.get('backends') or {})
        if name not in backends:
            raise KeyError('There is no session backend %r; there are %s.' % (name, ', '.join(sorted(backends))))
        backend = backends[name]
        return webapp2.import_string(backend) if isinstance(backend, str) else backend

    def get_session(self, name=None, max_age=_default_value, factory=None, backend='securecookie'):
        """The session of a name; the same object for the whole request."""
        name = name or self.config['cookie_name']
        if name not in self.sessions:
            if max_age is _default_value:
                max_age = self.config['session_max_age']
            factory = factory or self.get_backend(backend)
            self.sessions[name] = factory(name, self)
        return self.sessions[name].get_session(max_age=max_age if max_age is not _default_value else self.config['session_max_age'])

    def get_secure_cookie(self, name, max_age=_default_value):
        """The value of a signed cookie; None when it is not there, changed or too old."""
        if max_age is _default_value:
            max_age = self.config['session_max_age']
        value = self.request.cookies.get(name)
        return self.serializer.deserialize(name, value, max_age=max_age) if value else None

    def set_secure_cookie(self, name, value, **kwargs):
        """Sets a signed cookie with save_sessions; keywords override cookie_args."""
        if not isinstance(value, dict):
            raise TypeError('A signed cookie holds a dict, not %s.' % type(value).__name__)
        session = self.get_session(name, backend='securecookie')
        session.clear()
        session.update(value)
        self.sessions[name].session_args.update(kwargs)

    def save_sessions(self, response):
        """Writes the sessions that were changed into the response; to be called once, at the end."""
        for session in self.sessions.values():
            session.save_session(response)

    def save_secure_cookie(self, response, name, value, **kwargs):
        """Writes a signed cookie into the response."""
        arguments = dict((each, kwargs[each]) for each in _COOKIE_NAMES if kwargs.get(each) is not None)
        response.set_cookie(name, self.serializer.serialize(name, value), **arguments)


def get_store(factory=SessionStore, key=_registry_key, request=None):
    """The store of a request, made at the first call."""
    request = request or webapp2.get_request()
    if key not in request.registry:
        request.registry[key] = factory(request)
    return request.registry[key]


def set_store(store, key=_registry_key, request=None):
    """Gives a request its store."""
    (request or webapp2.get_request()).registry[key] = store
