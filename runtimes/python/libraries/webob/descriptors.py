"""Attributes that stand for an entry of the environ, or for a response header."""
from __future__ import absolute_import

from .dates import parse_date, parse_date_delta, serialize_date
from .numbers import whole_number


def environ_text(key, default=None, doc=None):
    """A native string of the environ."""
    def get(self):
        return self.environ.get(key, default)

    def put(self, value):
        if value is None:
            self.environ.pop(key, None)
        else:
            self.environ[key] = value
    return property(get, put, lambda self: self.environ.pop(key, None), doc)


def environ_parsed(key, parse, serialize=str, doc=None):
    """An entry of the environ through two functions; `parse` is also asked for None."""
    def put(self, value):
        if value is None:
            self.environ.pop(key, None)
        else:
            self.environ[key] = value if isinstance(value, str) else serialize(value)
    return property(lambda self: parse(self.environ.get(key)), put, lambda self: self.environ.pop(key, None), doc)


def header_text(name):
    """A response header as text."""
    return header_parsed(name, lambda value: value, lambda value: value)


def header_parsed(name, parse, serialize):
    """A response header through two functions; None removes it."""
    def get(self):
        value = self.headers.get(name)
        return None if value is None else parse(value)

    def put(self, value):
        if value is None:
            self.headers.pop(name, None)
        else:
            self.headers[name] = value if isinstance(value, str) else serialize(value)
    return property(get, put, lambda self: self.headers.pop(name, None))


def header_date(name):
    """A response header that is a date; set with a datetime, a timedelta from now or seconds since 1970."""
    return header_parsed(name, parse_date, serialize_date)


def header_delta(name):
    """A response header that is a date or a number of seconds from now."""
    return header_parsed(name, parse_date_delta, lambda value: str(value) if isinstance(value, int) else serialize_date(value))


def header_number(name):
    """A response header that is a whole number."""
    return header_parsed(name, whole_number, lambda value: str(int(value)))


def header_list(name):
    """A response header that is a list of words, as a tuple."""
    return header_parsed(name, lambda value: tuple(each.strip() for each in value.split(',') if each.strip()), ', '.join)
