"""The libraries that App Engine's python27 runtime offered and this machine's interpreter may not have: an import that does not find one says what to do."""
from __future__ import absolute_import

import sys

# name to import -> name for pip
_PURE = {
    'click': 'click', 'concurrent': 'futures', 'crcmod': 'crcmod', 'django': 'django', 'endpoints': 'google-endpoints', 'enum': 'enum34',
    'flask': 'flask', 'itsdangerous': 'itsdangerous', 'jinja2': 'jinja2', 'markupsafe': 'markupsafe', 'pkg_resources': 'setuptools',
    'protorpc': 'protorpc', 'pyamf': 'PyAMF', 'pytz': 'pytz', 'setuptools': 'setuptools', 'six': 'six', 'werkzeug': 'werkzeug', 'yaml': 'pyyaml',
}
# Those need code that is compiled for the machine.
_COMPILED = {
    'Crypto': 'pycrypto', 'MySQLdb': 'mysqlclient', 'PIL': 'pillow', 'grpc': 'grpcio', 'lxml': 'lxml', 'matplotlib': 'matplotlib', 'numpy': 'numpy',
    'psycopg2': 'psycopg2', 'ujson': 'ujson',
}
# The function of importlib that only imports pass through, and the modules of all frames between it and here.
_IMPORT = '_find_and_load'
_ASKING = ('importlib', 'actors_runtime', '_frozen_importlib')


def is_one(name):
    """Whether App Engine had a library that is imported by this name."""
    return name in _PURE or name in _COMPILED


def advice(name):
    """What is missing, and how to get it, in one sentence."""
    python = 'python%d.%d' % sys.version_info[:2]
    start = 'No module named %s: App Engine offered this library and this machine\'s Python %d.%d does not have it; ' % ((repr(name),) + sys.version_info[:2])
    if name in _COMPILED:
        return start + 'it needs compiled code, so install it where %s finds it, such as with `%s -m pip install %s`.' % (python, python, _COMPILED[name])
    return start + ('bring it along: run `%s -m pip install -t lib %s` beside app.yaml and put `from google.appengine.ext import vendor; vendor.add(\'lib\')` '
                    'into appengine_config.py.') % (python, _PURE[name])


def is_import_statement():
    """Whether an import asks, and not somebody who only wants to know (importlib.util.find_spec), who must get his None."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get('__name__', '').startswith(_ASKING):
        if frame.f_code.co_name == _IMPORT:
            return True
        frame = frame.f_back
    return False
