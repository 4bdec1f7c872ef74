"""Values that a browser keeps and cannot change: JSON in base64, the time, and a signature over both and the cookie's name."""
from __future__ import absolute_import

import hashlib
import hmac
import logging
import time

from _wsgi_strings import native, to_bytes

from . import json, security

_LONGEST = 1 << 16


class SecureCookieSerializer(object):
    """`secret_key` signs; who knows it can make cookies. The value can be read by the browser."""

    def __init__(self, secret_key):
        if not secret_key:
            raise ValueError('Signed cookies need a secret_key that is not empty.')
        self.secret_key = secret_key

    def serialize(self, name, value):
        """The text of the cookie `name` for a value that JSON can hold."""
        content = '%s|%d' % (json.b64encode(value), self._get_timestamp())
        return '%s|%s' % (content, self._get_signature(name, content))

    def deserialize(self, name, value, max_age=None):
        """The value of a cookie's text; None when it was not signed by this key for this name, or longer ago than `max_age` seconds."""
        if not value or len(value) > _LONGEST:
            return None
        content, _, signature = native(value).rpartition('|')
        encoded, _, timestamp = content.rpartition('|')
        if not encoded or not security.compare_hashes(self._get_signature(name, content), signature):
            if encoded:
                logging.warning('The cookie %s has a wrong signature; it is ignored.', name)
            return None
        if max_age is not None and int(timestamp) < self._get_timestamp() - max_age:
            return None
        return json.b64decode(encoded)

    def _get_timestamp(self):
        return int(time.time())

    def _get_signature(self, name, content):
        message = to_bytes(name) + b'|' + to_bytes(content)
        return hmac.new(to_bytes(self.secret_key), message, hashlib.sha256).hexdigest()
