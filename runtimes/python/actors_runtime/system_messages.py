"""The messages of the system service: App Engine's names and numbers."""
from __future__ import absolute_import

from .protobuf import TEXT, field, message

SERVICE = 'system'
INTERNAL_ERROR, BACKEND_REQUIRED, LIMIT_REACHED = 1, 2, 3

StartBackgroundRequestRequest = message('StartBackgroundRequestRequest')
StartBackgroundRequestResponse = message('StartBackgroundRequestResponse', field(1, 'request_id', TEXT, default=''))
