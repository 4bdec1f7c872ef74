"""What a base zygote imports once for all workers: the standard library as web apps use it, extension modules included, because a worker may not be
able to read or map them any more."""
from __future__ import absolute_import

import warnings

_MODULES = '''
abc array ast base64 binascii bisect bz2 calendar cmath codecs collections contextlib copy csv ctypes datetime decimal difflib email email.charset
email.encoders email.errors email.generator email.header email.iterators email.message email.mime.application email.mime.base email.mime.image
email.mime.multipart email.mime.nonmultipart email.mime.text email.parser email.utils encodings.ascii encodings.base64_codec encodings.hex_codec
encodings.idna encodings.latin_1 encodings.punycode encodings.unicode_escape encodings.utf_16 encodings.utf_8 errno fcntl fnmatch fractions functools
gettext glob grp gzip hashlib heapq hmac importlib inspect io itertools json keyword linecache locale logging logging.handlers marshal math mimetypes
mmap numbers opcode operator optparse os pickle pkgutil platform pprint pwd quopri random re resource sched select shutil signal site socket ssl stat
string stringprep struct subprocess tempfile textwrap threading time token tokenize traceback types unicodedata unittest.mock uuid warnings weakref
wsgiref.handlers wsgiref.headers wsgiref.simple_server wsgiref.util xml.dom.minidom xml.etree.ElementTree xml.etree.cElementTree xml.parsers.expat
xml.sax xml.sax.expatreader xml.sax.saxutils zipfile zlib

_bisect _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _csv _ctypes _datetime _decimal _elementtree _hashlib _heapq _io _json
_md5 _multibytecodec _random _sha _sha1 _sha2 _sha256 _sha3 _sha512 _socket _sqlite3 _ssl _struct _blake2 _bz2 _contextvars _lzma _opcode _pickle
_posixsubprocess _queue _statistics _uuid _zoneinfo

argparse asyncio concurrent.futures concurrent.futures.thread configparser contextvars dataclasses email.headerregistry email.policy enum html
html.entities html.parser http http.client http.cookiejar http.cookies http.server importlib.abc importlib.machinery importlib.metadata
importlib.resources importlib.util ipaddress lzma multiprocessing.pool multiprocessing.dummy pathlib queue secrets selectors socketserver statistics
typing urllib urllib.error urllib.parse urllib.request urllib.response urllib.robotparser zoneinfo cgi

BaseHTTPServer Cookie ConfigParser HTMLParser Queue SimpleHTTPServer SocketServer StringIO UserDict UserList UserString cPickle cStringIO cgitb
cookielib dummy_thread htmlentitydefs httplib md5 mimetools mimetypes rfc822 robotparser sets sha urllib2 urlparse xmlrpclib
'''.split()

_RUNTIME = '''
google google.appengine google.appengine.api google.appengine.api.apiproxy_stub_map google.appengine.api.background_thread
google.appengine.api.runtime google.appengine.api.urlfetch google.appengine.api.urlfetch_errors
google.appengine.ext google.appengine.ext.vendor google.appengine.runtime google.appengine.runtime.apiproxy_errors
actors_runtime.worker_start actors_runtime.worker
'''.split()


def preload():
    """Imports everything that this interpreter has of the lists; the runtime's own modules must all be there."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        for name in _MODULES:
            try:
                __import__(name)
            except ImportError:
                pass  # Another version of Python, or built without it: then no app can expect it.
        u'\xe9'.encode('idna')
        b'a'.decode('utf-8').encode('latin-1')
    for name in _RUNTIME:
        __import__(name)
