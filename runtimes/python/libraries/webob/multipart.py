"""Form bodies: application/x-www-form-urlencoded and multipart/form-data, with limits, from bytes that anybody may have sent.

A body is at hand as a whole (32 MB at most), so a part's content is cut out of it once and nothing is read ahead.
"""
from __future__ import absolute_import

import io
import re

from _wsgi_strings import native, to_bytes, unquote_to_bytes

from .charsets import decode

#: More fields than a form has; the cost of a field is a hundred times its bytes, so somebody else made this.
MOST_FIELDS = 10000
#: Bytes of the header lines of one part.
MOST_PART_HEADER = 16 << 10
#: RFC 2046 allows 70 characters; some clients send more.
MOST_BOUNDARY = 256

_PARAMETER = re.compile(r';\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')


class FormError(ValueError):
    """The body is not the form that its content type says; the message says why."""


class FieldStorage(object):
    """A field of a multipart form, with the attributes of the standard library's old class of this name.

    `name`, `filename` (None when it is not a file), `value` (bytes of a file, text of a field), `file` (a stream of the bytes), `type`, `headers`.
    """

    def __init__(self, name, filename, data, headers, charset='utf-8'):
        self.name = name
        self.filename = filename
        self.headers = headers
        self.type, self.type_options = parse_options(headers.get('content-type', 'text/plain'))
        self.disposition, self.disposition_options = parse_options(headers.get('content-disposition', ''))
        self.length = len(data)
        self.list = None
        self._data, self._charset, self._file = data, charset, None

    @property
    def value(self):
        """The content: bytes of a file, text of a field."""
        return self._data if self.filename is not None else decode(self._data, self._charset)

    @property
    def file(self):
        """A stream of the content, positioned where the last reader left it."""
        if self._file is None:
            self._file = io.BytesIO(self._data)
        return self._file

    def __bool__(self):
        return True

    __nonzero__ = __bool__

    def __repr__(self):
        return 'FieldStorage(%r, %r)' % (self.name, self.filename)


def parse_options(header):
    """A header such as `text/html; charset=utf-8` as (value, {lower-case name: value})."""
    value, _, _ = header.partition(';')
    options = {}
    for name, option in _PARAMETER.findall(header[len(value):]):
        option = option.strip()
        if option[:1] == '"':
            # Browsers send C:\path\file unescaped; a quote is the only thing that must be escaped.
            option = (option[1:-1] if len(option) > 1 and option[-1] == '"' else option[1:]).replace('\\"', '"')
        options[name.lower()] = option
    return value.strip().lower(), options


def parse_urlencoded(data, charset='utf-8', most=MOST_FIELDS):
    """[(name, value)] of text. FormError when there are too many fields."""
    if data.count(b'&') >= most:
        raise FormError('The form has more than %d fields.' % most)
    pairs = []
    for field in data.replace(b'+', b' ').split(b'&'):
        if field:
            name, _, value = field.partition(b'=')
            pairs.append((decode(unquote_to_bytes(name), charset), decode(unquote_to_bytes(value), charset)))
    return pairs


def parse_multipart(data, boundary, charset='utf-8', most=MOST_FIELDS):
    """[(name, text or FieldStorage)] of a multipart/form-data body; files are FieldStorage. FormError when it breaks the rules."""
    boundary = to_bytes(boundary, 'latin-1')
    if not 0 < len(boundary) <= MOST_BOUNDARY or b'\r' in boundary or b'\n' in boundary:
        raise FormError('The boundary of the multipart form is empty, too long or has line breaks.')
    delimiter = b'--' + boundary
    position = _first_delimiter(data, delimiter)
    pairs = []
    while True:
        line, position = _line(data, position + len(delimiter))
        if line[:2] == b'--':
            return pairs
        if line.strip(b' \t'):
            raise FormError('A boundary of the multipart form is followed by something else.')
        if len(pairs) >= most:
            raise FormError('The form has more than %d fields.' % most)
        headers, position = _part_headers(data, position)
        end, following = _next_delimiter(data, position, delimiter)
        pair = _field(headers, data[position:end], charset)
        if pair is not None:
            pairs.append(pair)
        position = following


def _first_delimiter(data, delimiter):
    if data.startswith(delimiter):
        return 0
    position = data.find(b'\n' + delimiter)
    if position < 0:
        raise FormError('The multipart form does not have its boundary.')
    return position + 1


def _next_delimiter(data, position, delimiter):
    """(end of the content, position of the delimiter): the line break before the delimiter belongs to it."""
    if data.startswith(delimiter, position):
        return position, position  # A part without content, and without the line break that should be there.
    found = data.find(b'\n' + delimiter, position)
    if found < 0:
        raise FormError('The multipart form ends before its last boundary.')
    end = found - 1 if found > position and data[found - 1:found] == b'\r' else found
    return end, found + 1


def _line(data, position):
    """The rest of a line without its line break, and where the next one begins."""
    end = data.find(b'\n', position, position + MOST_PART_HEADER)
    if end < 0:
        if len(data) - position >= MOST_PART_HEADER:
            raise FormError('A line of the multipart form is longer than %d bytes.' % MOST_PART_HEADER)
        end = len(data)
        if data[position:position + 2] != b'--':
            raise FormError('The multipart form ends in a header.')
    line = data[position:end]
    return (line[:-1] if line[-1:] == b'\r' else line), end + 1


def _part_headers(data, position):
    """({lower-case name: value}, where the content begins)"""
    headers, last, start = {}, None, position
    while True:
        line, position = _line(data, position)
        if not line:
            return headers, position
        if position - start > MOST_PART_HEADER:
            raise FormError('The headers of a part are longer than %d bytes.' % MOST_PART_HEADER)
        if line[:1] in b' \t' and last:
            headers[last] += ' ' + native(line.strip(), 'latin-1')
            continue
        name, colon, value = line.partition(b':')
        if not colon:
            raise FormError('A header of a part has no colon.')
        last = native(name.strip(), 'latin-1').lower()
        headers[last] = native(value.strip(), 'latin-1')


def _field(headers, content, charset):
    """(name, value), or None for a part that is not a field."""
    disposition, options = parse_options(headers.get('content-disposition', ''))
    if disposition != 'form-data' or 'name' not in options:
        return None
    name = _option_text(options['name'], charset)
    encoding = headers.get('content-transfer-encoding', '').lower()
    if encoding in ('base64', 'quoted-printable'):
        content = _transfer_decoded(content, encoding)
    filename = options.get('filename')
    if filename is None:
        own = parse_options(headers.get('content-type', ''))[1].get('charset')
        return name, decode(content, own or charset)
    return name, FieldStorage(name, _option_text(filename, charset), content, headers, charset)


def _transfer_decoded(content, encoding):
    import base64
    import binascii
    import quopri
    try:
        return base64.b64decode(content) if encoding == 'base64' else quopri.decodestring(content)
    except (ValueError, TypeError, binascii.Error):
        raise FormError('A part is not the %s that it says.' % encoding)


def _option_text(value, charset):
    """Names and file names stand in the header as bytes of the form's charset."""
    return decode(to_bytes(value, 'latin-1'), charset)
