"""Conditions on entity tags: If-Match, If-None-Match, If-Range."""
from __future__ import absolute_import

import re

from .dates import parse_date

_TAG = re.compile(r'(W/)?"([^"]*)"|([^\s",]+)')


class ETagMatcher(object):
    """The tags of a header; `tag in matcher` compares without W/."""

    def __init__(self, etags, any_tag=False):
        self.etags = list(etags)
        self._any = any_tag

    def __contains__(self, tag):
        return self._any or tag in self.etags

    def __bool__(self):
        return self._any or bool(self.etags)

    __nonzero__ = __bool__

    def __str__(self):
        return '*' if self._any else ', '.join('"%s"' % each for each in self.etags)

    def __repr__(self):
        return '<ETag %s>' % self

    @classmethod
    def parse(cls, header, strong=False):
        """The tags of a header; weak ones match nothing where a strong comparison is asked for."""
        if header.strip() == '*':
            return AnyETag
        return cls(quoted or bare for weak, quoted, bare in _TAG.findall(header) if not (strong and weak))


AnyETag = ETagMatcher((), True)
NoETag = ETagMatcher(())


class IfRange(object):
    """If-Range: a tag or a date that the response must have for a range to be sent."""

    def __init__(self, header):
        self.etag = self.date = None
        if header.strip().startswith(('"', 'W/')):
            self.etag = ETagMatcher.parse(header, strong=True)
        else:
            self.date = parse_date(header)

    def __contains__(self, response):
        if self.date is not None:
            return response.last_modified is not None and response.last_modified <= self.date
        return self.etag is not None and response.etag_strong is not None and response.etag_strong in self.etag


def quoted(value):
    """An ETag header of what an app gave: text, or (text, strong)."""
    tag, strong = value if isinstance(value, tuple) else (value, True)
    if '"' in tag:
        raise ValueError('An entity tag cannot have quotes in it: %r.' % tag)
    return '%s"%s"' % ('' if strong else 'W/', tag)


def unquoted(header):
    """The tag of an ETag header, without W/ and quotes; None when there is none."""
    match = _TAG.match(header or '')
    return (match.group(2) if match.group(2) is not None else match.group(3)) if match else None
