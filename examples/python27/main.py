# -*- coding: utf-8 -*-
import os
import sys

NAMES = ['APPLICATION_ID', 'CURRENT_MODULE_ID', 'CURRENT_VERSION_ID', 'SERVER_SOFTWARE', 'REMOTE_ADDR']


def app(environ, start_response):
    lines = [u'Grüße from Python %d.%d' % sys.version_info[:2]]
    lines += [u'%s = %s' % (name, os.environ.get(name, '').decode('utf-8')) for name in NAMES]
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [u'\n'.join(lines).encode('utf-8') + '\n']
