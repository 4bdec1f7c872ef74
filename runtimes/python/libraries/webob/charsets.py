"""Which charsets a client may name. Python's codecs are more than charsets: on 2.7 `zip` would unpack a body of any size, `idna` takes forever on long text."""
from __future__ import absolute_import

import codecs

_FAMILIES = ('utf', 'ascii', 'iso8859', 'iso2022', 'latin', 'cp', 'koi8', 'big5', 'gb', 'hz', 'euc', 'shift_jis', 'mac-', 'johab', 'tis-620', 'ptcp154', 'kz1048')


def known(name):
    """The charset's name when it is one, otherwise None."""
    try:
        return name if codecs.lookup(name).name.startswith(_FAMILIES) else None
    except (LookupError, TypeError, ValueError, UnicodeError):
        return None


def decode(data, charset):
    """Bytes as text, by the charset or, when nobody knows it, UTF-8; what is no text becomes U+FFFD."""
    return data.decode(known(charset) or 'utf-8', 'replace')
