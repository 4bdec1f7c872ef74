"""The libraries that App Engine's python27 runtime offered and this machine's interpreter may not have: an import that does not find one says what to do."""
from __future__ import absolute_import

import sys

# name to import -> (name in app.yaml, name for pip)
_PURE = {
    'click': ('click', 'click'), 'concurrent': ('futures', 'futures'), 'crcmod': ('crcmod', 'crcmod'), 'django': ('django', 'django'),
    'endpoints': ('endpoints', 'google-endpoints'), 'enum': ('enum', 'enum34'), 'flask': ('flask', 'flask'), 'google.protobuf': ('protobuf', 'protobuf'),
    'itsdangerous': ('itsdangerous', 'itsdangerous'), 'jinja2': ('jinja2', 'jinja2'), 'markupsafe': ('markupsafe', 'markupsafe'),
    'pkg_resources': (None, 'setuptools'), 'protorpc': ('protorpc', 'protorpc'), 'pyamf': ('PyAMF', 'PyAMF'), 'pytz': ('pytz', 'pytz'),
    'setuptools': ('setuptools', 'setuptools'), 'six': ('six', 'six'), 'werkzeug': ('werkzeug', 'werkzeug'), 'yaml': ('yaml', 'pyyaml'),
}
# Those need code that is compiled for the machine.
_COMPILED = {
    'Crypto': ('pycrypto', 'pycrypto'), 'MySQLdb': ('MySQLdb', 'mysqlclient'), 'PIL': ('PIL', 'pillow'), 'grpc': ('grpcio', 'grpcio'), 'lxml': ('lxml', 'lxml'),
    'matplotlib': ('matplotlib', 'matplotlib'), 'numpy': ('numpy', 'numpy'), 'psycopg2': ('psycopg2', 'psycopg2'), 'ujson': ('ujson', 'ujson'),
}
_ALL = dict(_PURE, **_COMPILED)
# App Engine numbered these in its own way.
_OTHER_VERSIONS = ('endpoints', 'enum', 'protorpc')
# The function of importlib that only imports pass through, and the modules of all frames between it and here.
_IMPORT = '_find_and_load'
_ASKING = ('importlib', 'actors_runtime', '_frozen_importlib')


_PLATFORM = 'google.appengine.'


def is_platform(name):
    """Whether it is a module of App Engine itself, which an app can hardly bring along."""
    return name.startswith(_PLATFORM)


def platform_advice(name):
    """What of App Engine is not here, in one sentence."""
    return ('No module named %r: this platform does not have it. Of google.appengine there are api.background_thread, api.runtime, api.urlfetch, '
            'ext.vendor and runtime.' % str(name))


def is_one(name):
    """Whether App Engine had a library that is imported by this name."""
    return name in _ALL


def module_of(library):
    """What is imported of a library of app.yaml; None for those that are here anyway."""
    library = 'MySQLdb' if library == 'mysqlclient' else library
    for module, (name, _) in _ALL.items():
        if name == library:
            return module
    return None


def advice(name):
    """What an import has not found, and how to get it, in one sentence."""
    return 'No module named %r: App Engine offered this library and %s' % (name, remedy(name))


def remedy(name, version=''):
    """What this machine lacks, and how to get it."""
    number = '%d.%d' % sys.version_info[:2]
    lacks = "this machine's Python %s does not have it; " % number
    if name in _COMPILED:
        return lacks + 'it needs compiled code, so install it where Python %s finds it, such as with `python%s -m pip install %s`.' % (
            number, number, _COMPILED[name][1])
    package = _PURE[name][1] + ('==' + version if version and name not in _OTHER_VERSIONS else '')
    return lacks + ('bring it along: run `python%s -m pip install -t lib %s` beside app.yaml and put '
                    "`from google.appengine.ext import vendor; vendor.add('lib')` into appengine_config.py.") % (number, package)


def is_import_statement():
    """Whether an import asks, and not somebody who only wants to know (importlib.util.find_spec), who must get his None."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get('__name__', '').startswith(_ASKING):
        if frame.f_code.co_name == _IMPORT:
            return True
        frame = frame.f_back
    return False
