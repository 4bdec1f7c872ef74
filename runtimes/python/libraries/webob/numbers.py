"""Whole numbers in headers, which anybody may have sent."""
from __future__ import absolute_import

import re

# Longer ones cost Python more time than a header should, or an exception.
_NUMBER = re.compile(r'^\s*[0-9]{1,18}\s*$')


def whole_number(value):
    """The number, or None when the text is not one of 1 to 18 digits."""
    return int(value) if value and _NUMBER.match(value) else None
