"""Random strings, digests of passwords, comparisons that take the same time whatever is compared."""
from __future__ import absolute_import

import hashlib
import hmac
import math
import random
import string

from _wsgi_strings import to_bytes

_random = random.SystemRandom()

HEXADECIMAL_DIGITS = string.hexdigits[:16]
DIGITS = string.digits
LOWERCASE_ALPHANUMERIC = string.ascii_lowercase + string.digits
LOWERCASE_PRINTABLE = string.digits + string.ascii_lowercase + string.punctuation
ALPHANUMERIC = string.ascii_letters + string.digits
ASCII_PRINTABLE = string.ascii_letters + string.digits + string.punctuation


def generate_random_string(length=None, entropy=None, pool=ALPHANUMERIC):
    """A random string of a length, or with at least `entropy` bits of randomness."""
    if (length is None) == (entropy is None):
        raise ValueError('Give a length or an entropy, one of the two.')
    pool = list(set(pool))
    if len(pool) < 2:
        raise ValueError('A random string needs two different characters to choose from.')
    if length is None:
        length = int(math.ceil(entropy / math.log(len(pool), 2)))
    return ''.join(_random.choice(pool) for _ in range(length))


def hash_password(password, method, salt=None, pepper=None):
    """The digest of a password in hexadecimal: with a salt an HMAC, with a pepper one of that. None for a method that hashlib does not have."""
    if method == 'plain':
        return password
    digest = getattr(hashlib, method, None)
    if digest is None:
        return None
    value = (hmac.new(to_bytes(salt), to_bytes(password), digest) if salt else digest(to_bytes(password))).hexdigest()
    return hmac.new(to_bytes(pepper), to_bytes(value), digest).hexdigest() if pepper else value


def generate_password_hash(password, method='sha1', length=22, pepper=None):
    """`digest$method$salt`, to be stored. The method is a name of hashlib; prefer sha256 for new passwords."""
    salt = generate_random_string(length) if method != 'plain' else ''
    value = hash_password(password, method, salt, pepper)
    if value is None:
        raise TypeError('There is no method %r to hash passwords with.' % method)
    return '%s$%s$%s' % (value, method, salt)


def check_password_hash(password, pwhash, pepper=None):
    """Whether a password is the one that generate_password_hash was given."""
    if pwhash.count('$') < 2:
        return False
    value, method, salt = pwhash.rsplit('$', 2)
    computed = hash_password(password, method, salt, pepper)
    return computed is not None and compare_hashes(computed, value)


def compare_hashes(a, b):
    """Whether two digests are the same; how long it takes tells nothing of where they differ."""
    return hmac.compare_digest(to_bytes(a), to_bytes(b))
