"""Sessions in memcache."""
from __future__ import absolute_import

from webapp2_extras import sessions


class MemcacheSessionFactory(sessions.CustomBackendSessionFactory):
    """Says that there is no memcache yet."""

    def get_session(self, max_age=None):
        raise NotImplementedError('The session backend "memcache" needs the memcache service, which is not there yet; use backend="securecookie".')
