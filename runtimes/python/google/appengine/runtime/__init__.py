"""What the runtime raises in an app's code."""
from __future__ import absolute_import


class DeadlineExceededError(BaseException):
    """The request's time is over. Derives from BaseException, so that `except Exception` does not swallow it."""
