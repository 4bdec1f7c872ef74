"""The Range header of a request, for one range of bytes."""
from __future__ import absolute_import

import re

_RANGE = re.compile(r'^\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*$', re.IGNORECASE)


class Range(object):
    """Bytes from `start` up to and without `end`; a negative start counts from the end, an end of None is the end."""

    def __init__(self, start, end):
        self.start, self.end = start, end

    @classmethod
    def parse(cls, header):
        """A Range, or None when the header is not one range of bytes."""
        match = _RANGE.match(header or '')
        if not match or match.group(1) == match.group(2) == '':
            return None
        first, last = match.groups()
        if not first:
            return cls(-int(last), None)
        if last and int(last) < int(first):
            return None
        return cls(int(first), int(last) + 1 if last else None)

    def range_for_length(self, length):
        """(start, end) within a body of this length, or None when none of it is there."""
        if length is None:
            return None
        start = max(0, length + self.start) if self.start < 0 else self.start
        end = length if self.end is None else min(self.end, length)
        return (start, end) if start < end else None

    def __iter__(self):
        return iter((self.start, self.end))

    def __str__(self):
        if self.start < 0:
            return 'bytes=%d' % self.start
        return 'bytes=%d-%s' % (self.start, '' if self.end is None else self.end - 1)
