"""The body of a request: read once, then kept in memory."""
from __future__ import absolute_import

import io
import json

from .descriptors import environ_text


class RequestBody(object):
    """The part of Request that has to do with its body."""

    @property
    def is_body_readable(self):
        return bool(self.content_length) or bool(self.environ.get('wsgi.input_terminated')) or 'webob.body' in self.environ

    def make_body_seekable(self):
        """Reads the body once, so that it can be read again and again."""
        stream = self.environ.get('wsgi.input')
        if stream is None or stream is not self.environ.get('webob.body'):
            data = _read(stream, self.content_length)
            stream = self.environ['webob.body'] = self.environ['wsgi.input'] = io.BytesIO(data)
            self.environ['CONTENT_LENGTH'] = str(len(data))
        stream.seek(0)

    copy_body = make_body_seekable

    @property
    def body(self):
        """The whole body as bytes; it can be read again."""
        self.make_body_seekable()
        data = self.environ['wsgi.input'].read()
        self.environ['wsgi.input'].seek(0)
        return data

    @body.setter
    def body(self, value):
        if value is None:
            value = b''
        if not isinstance(value, bytes):
            raise TypeError('The body of a request is bytes, not %s; set `text` instead.' % type(value).__name__)
        self.environ['webob.body'] = self.environ['wsgi.input'] = io.BytesIO(value)
        self.environ['CONTENT_LENGTH'] = str(len(value))
        self.environ.pop('webob._parsed_post_vars', None)

    @body.deleter
    def body(self):
        self.body = b''

    body_file_raw = environ_text('wsgi.input')

    @property
    def body_file(self):
        """A stream of the body, from its beginning."""
        self.make_body_seekable()
        return self.environ['wsgi.input']

    @body_file.setter
    def body_file(self, value):
        if isinstance(value, bytes):
            raise TypeError('body_file is a stream; set `body` instead.')
        self.environ['wsgi.input'] = value
        self.environ.pop('webob.body', None)
        self.environ.pop('webob._parsed_post_vars', None)

    body_file_seekable = property(lambda self: self.body_file)

    @property
    def text(self):
        """The body as text of the request's charset."""
        return self.body.decode(self.charset)

    @text.setter
    def text(self, value):
        self.body = value.encode(self.charset)

    unicode_body = text

    @property
    def json(self):
        """The body as JSON. ValueError when it is something else."""
        return json.loads(self.body.decode(self.charset))

    @json.setter
    def json(self, value):
        self.body = json.dumps(value, separators=(',', ':')).encode(self.charset)

    json_body = json


def _read(stream, length):
    """At most `length` bytes of a stream that may have less."""
    parts = []
    while stream is not None and length:
        data = stream.read(min(length, 1 << 20))
        if not data:
            break
        parts.append(data)
        length -= len(data)
    return b''.join(parts)
