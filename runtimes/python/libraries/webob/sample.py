"""A WSGI environ made up, for Request.blank."""
from __future__ import absolute_import

import io
import mimetypes
import sys

from _wsgi_strings import native, string_types, to_bytes, unquote_to_bytes, url_encode, urlsplit, wsgi_string

_BOUNDARY = 'actors-form-boundary-7f3c9a'


def blank_environ(path, base_url=None, form=None, more=None):
    """The environ of a request for a path or URL, with a form in its body when there is one."""
    path, _, query = native(path).partition('?')
    scheme, host, script = 'http', 'localhost:80', ''
    if '://' in path:
        base_url, path = path, None
    if base_url:
        parts = urlsplit(base_url)
        scheme, host = parts.scheme, parts.netloc
        if ':' not in host:
            host += ':443' if scheme == 'https' else ':80'
        if path is None:
            path = parts.path or '/'
        else:
            script = parts.path.rstrip('/')
    environ = {
        'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': _decoded(script), 'PATH_INFO': _decoded(path), 'QUERY_STRING': query,
        'SERVER_NAME': host.rpartition(':')[0], 'SERVER_PORT': host.rpartition(':')[2], 'HTTP_HOST': host, 'SERVER_PROTOCOL': 'HTTP/1.0',
        'wsgi.version': (1, 0), 'wsgi.url_scheme': scheme, 'wsgi.input': io.BytesIO(), 'wsgi.errors': sys.stderr,
        'wsgi.multithread': False, 'wsgi.multiprocess': False, 'wsgi.run_once': False,
    }
    if form is not None:
        _add_form(environ, form, (more or {}).get('CONTENT_TYPE'))
    environ.update(more or {})
    return environ


def _decoded(path):
    return wsgi_string(unquote_to_bytes(path))


def _add_form(environ, form, content_type):
    if isinstance(form, (bytes,) + string_types):
        body, kind = to_bytes(form), 'application/x-www-form-urlencoded'
    else:
        pairs = list(form.items() if hasattr(form, 'items') else form)
        files = any(isinstance(value, (tuple, list)) for _, value in pairs) or (content_type or '').startswith('multipart/form-data')
        body = _multipart(pairs) if files else url_encode(pairs).encode('ascii')
        kind = 'multipart/form-data; boundary=' + _BOUNDARY if files else 'application/x-www-form-urlencoded'
    environ.update({'REQUEST_METHOD': 'POST', 'CONTENT_TYPE': kind, 'CONTENT_LENGTH': str(len(body)), 'wsgi.input': io.BytesIO(body)})


def _multipart(pairs):
    lines = []
    for name, value in pairs:
        disposition = 'form-data; name="%s"' % native(name)
        lines.append('--' + _BOUNDARY)
        if isinstance(value, (tuple, list)):
            filename, content = value[:2]
            kind = value[2] if len(value) > 2 else mimetypes.guess_type(filename)[0] or 'application/octet-stream'
            lines += ['Content-Disposition: %s; filename="%s"' % (disposition, native(filename)), 'Content-Type: ' + kind, '', content]
        else:
            lines += ['Content-Disposition: ' + disposition, '', value]
    return b'\r\n'.join(to_bytes(each) for each in lines + ['--%s--' % _BOUNDARY, ''])
