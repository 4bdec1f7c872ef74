"""What the tests of outbound HTTP share: names for the code that they run in a worker."""
from __future__ import absolute_import

import zlib

from fetches import FetchCase

NAMES = '''
import errno, json, select, socket, ssl, sys
try:
    import http.client as httplib
    import urllib.request as urllib2
    from urllib.error import HTTPError, URLError
except ImportError:
    import httplib, urllib2
    from urllib2 import HTTPError, URLError

def caught(function):
    try:
        return function()
    except Exception as error:
        reason = getattr(error, 'reason', None)
        inner = reason if isinstance(reason, Exception) else error
        return type(error).__name__, type(inner).__name__, getattr(inner, 'errno', None), str(inner), isinstance(inner, socket.error)

def raw(*pieces):
    sock = socket.create_connection(('example.com', 80), 5)
    for piece in pieces: sock.sendall(piece)
    return sock
'''


class OutboundCase(FetchCase):
    def run_names(self, code, *replies):
        return self.run_code(NAMES + code, *replies)


def packed(data):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return squeeze.compress(data) + squeeze.flush()
