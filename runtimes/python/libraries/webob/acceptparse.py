"""The Accept headers: what a client likes, and how much."""
from __future__ import absolute_import

import re

_QUALITY = re.compile(r'(?:^|;)\s*q\s*=\s*([0-9.]+)', re.IGNORECASE)


class Accept(object):
    """The offers of one header with their qualities; without the header everything is welcome."""

    def __init__(self, header=None):
        self.header_value = header or ''
        self._given = bool(header)
        self._parsed = list(_parse(header or ''))

    def _matches(self, mask, offer):
        return mask == '*' or mask.lower() == offer.lower()

    def quality(self, offer):
        """From 0.001 to 1, or None when the offer is not welcome."""
        if not self._given:
            return 1
        exact = [quality for mask, quality in self._parsed if mask.lower() == offer.lower()]
        return (exact[0] if exact else max([quality for mask, quality in self._parsed if self._matches(mask, offer)] or [0])) or None

    def __contains__(self, offer):
        return self.quality(offer) is not None

    def __bool__(self):
        return self._given

    __nonzero__ = __bool__

    def __iter__(self):
        """What the client named, best first."""
        liked = sorted((pair for pair in self._parsed if pair[1]), key=lambda pair: -pair[1])
        return iter([mask for mask, _ in liked])

    def best_match(self, offers, default_match=None):
        """The offer (or, of pairs with the server's own quality, the offer) that the client likes best; the first of equals."""
        best, best_quality = default_match, 0
        for offer in offers:
            offer, own = offer if isinstance(offer, (tuple, list)) else (offer, 1)
            quality = (self.quality(offer) or 0) * own
            if quality > best_quality:
                best, best_quality = offer, quality
        return best

    def best_matches(self, fallback=None):
        """What the client named, best first, and the fallback at the end."""
        liked = list(self)
        return liked if fallback is None or fallback in liked else liked + [fallback]

    def __str__(self):
        return self.header_value

    def __repr__(self):
        return '<%s(%r)>' % (type(self).__name__, self.header_value)


class MIMEAccept(Accept):
    """Accept: `text/*` and `*/*` stand for many."""

    def _matches(self, mask, offer):
        mask_type, _, mask_sub = mask.lower().partition('/')
        offer_type, _, offer_sub = offer.lower().partition('/')
        return mask_type in ('*', offer_type) and mask_sub in ('*', '', offer_sub)

    def accept_html(self):
        return 'text/html' in self or 'application/xhtml+xml' in self

    accepts_html = property(accept_html)


class AcceptLanguage(Accept):
    """Accept-Language: `en` welcomes `en-GB`, and `en-GB` puts up with `en`."""

    def _matches(self, mask, offer):
        mask, offer = mask.lower(), offer.lower()
        return mask == '*' or mask == offer or offer.startswith(mask + '-') or mask.startswith(offer + '-')


class AcceptCharset(Accept):
    """Accept-Charset: ISO-8859-1 is always welcome."""

    def quality(self, offer):
        return Accept.quality(self, offer) or (1 if offer.lower() == 'iso-8859-1' else None)


def _parse(header):
    for part in header.split(','):
        mask, _, parameters = part.partition(';')
        mask = mask.strip()
        if not mask:
            continue
        found = _QUALITY.search(parameters)
        try:
            quality = min(1.0, float(found.group(1))) if found else 1
        except ValueError:
            quality = 1
        yield mask, quality
