"""Sessions in the datastore."""
from __future__ import absolute_import

from webapp2_extras import sessions


class DatastoreSessionFactory(sessions.CustomBackendSessionFactory):
    """Says that there is no datastore yet."""

    def get_session(self, max_age=None):
        raise NotImplementedError('The session backend "datastore" needs the datastore service, which is not there yet; use backend="securecookie".')
