"""Dates as HTTP writes them. A date without a time zone is meant as UTC."""
from __future__ import absolute_import

import calendar
import time
from datetime import date, datetime, timedelta, tzinfo
from email.utils import mktime_tz, parsedate_tz

from .numbers import whole_number

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


class _Utc(tzinfo):
    def utcoffset(self, when):
        return timedelta(0)

    def dst(self, when):
        return timedelta(0)

    def tzname(self, when):
        return 'UTC'

    def __repr__(self):
        return 'UTC'


UTC = _Utc()


def parse_date(value):
    """A date header as a datetime in UTC, or None when it is not one."""
    if not value:
        return None
    try:
        parsed = parsedate_tz(value)
        if parsed is None:
            return None
        if parsed[-1] is None:
            parsed = parsed[:-1] + (0,)
        return datetime.fromtimestamp(mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None


def parse_date_delta(value):
    """As parse_date, but a number is so many seconds from now."""
    seconds = whole_number(value)
    if seconds is not None:
        try:
            return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
        except OverflowError:
            return None
    return parse_date(value)


def timestamp(when):
    """Seconds since 1970 of a datetime, date, timedelta from now, time tuple or number."""
    if isinstance(when, timedelta):
        when = datetime.now(UTC) + when
    if isinstance(when, datetime):
        return calendar.timegm(when.utctimetuple())
    if isinstance(when, date):
        return calendar.timegm(when.timetuple())
    if isinstance(when, (tuple, time.struct_time)):
        return calendar.timegm(when)
    return int(when)


def serialize_date(when):
    """The text of a date header; text is passed on."""
    return when if isinstance(when, str) else _write(when, ' ', '%04d')


def serialize_cookie_date(when):
    """The text of a cookie's `expires`."""
    return _write(when, '-', '%04d')


def _write(when, separator, year):
    # Not strftime: the names of days and months do not follow the locale.
    at = time.gmtime(timestamp(when))
    day = separator.join(('%02d' % at.tm_mday, _MONTHS[at.tm_mon - 1], year % at.tm_year))
    return '%s, %s %02d:%02d:%02d GMT' % (_DAYS[at.tm_wday], day, at.tm_hour, at.tm_min, at.tm_sec)
