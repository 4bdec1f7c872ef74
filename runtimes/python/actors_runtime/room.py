"""Room in what a base zygote shares, so that a worker adds to it instead of copying it.

Memory that was freed here and there lies on pages which hold something else too: whatever a worker puts there costs it a copy of the page. So the gaps
are filled for good before the first fork, and what workers allocate lies together on pages that are new.
The table of interned strings is one large block. When it is full the next string moves all of it: in the base zygote once, or in every worker anew.
Only there: a table that has just grown has room for as many strings again, which is more than nearly all libraries bring, and one that is larger than
need be costs each version zygote megabytes, and each worker a page more for many a string.
"""
from __future__ import absolute_import

import ctypes
import gc
import sys

from . import immortal
from .compat import PY2

# The most strings that the table may need to be full, and less than it then asks for.
_MOST_STRINGS = 1 << 15
_TABLE_BYTES = 64 << 10
_STRINGS_BETWEEN_LOOKS = 64

# The interpreter's own allocator: up to 512 bytes, in steps of 16, from pools of one size each.
_LARGEST_OBJECT = 512
_STEP = 16
_POOL_BYTES = (16 if sys.version_info >= (3, 10) else 4) << 10
_POOL_HEADER = 48
_MOST_OBJECTS = 1 << 16

# The C library's: the sizes asked for, large ones first, so that large gaps are filled with few blocks.
_BLOCKS = tuple(1 << power for power in range(16, 9, -1)) + tuple(range(512, 8, -16))
_MOST_BLOCKS = 1 << 14
_PAGE = 1 << 12

_kept = []


class _Usage(ctypes.Structure):
    """struct mallinfo2 of the C library, sizes in bytes."""
    _fields_ = [(name, ctypes.c_size_t) for name in 'arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost'.split()]


def settle():
    """All that will be shared is there: it is not counted any more where that can be, what is free of it is given back or filled, and the collector does not look at it again."""
    gc.collect()
    immortal.make_all()
    libc = _library()
    if libc is not None:
        libc.malloc_trim(0)  # What compiling has left, mostly: pages in the middle of the heap that hold nothing.
        _fill_heap(libc)
    _fill_pools()
    if hasattr(gc, 'freeze'):
        gc.freeze()


def forget_lookups():
    """Empties the interpreter's cache of attributes of types, before a rehearsal puts in what will be asked for again. Each entry refers to a name: when another takes
    its place, that writes the page of a name which nobody uses otherwise. Before 3.10 this writes all types, too."""
    if sys.version_info >= (3, 10) and hasattr(sys, '_clear_type_cache'):
        sys._clear_type_cache()


def _library():
    """The C library, or None where it is one that does not tell what it has given out."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, 'mallinfo2'):
        return None
    libc.mallinfo2.restype = _Usage
    return libc


def grow_interned():
    """Interns strings until the table grows, and forgets them: no string that a worker adds moves it then. Once, when a base zygote has loaded all it will."""
    libc = _library()
    if libc is None:
        return
    usage = libc.mallinfo2
    intern_ = __builtins__['intern'] if PY2 else sys.intern
    names = ['room %d' % number for number in range(_MOST_STRINGS)]
    before = _given(usage())
    for number, name in enumerate(names):
        intern_(name)
        if number % _STRINGS_BETWEEN_LOOKS:
            continue
        now = _given(usage())
        if now - before > _TABLE_BYTES:
            return
        before = now


def _given(usage):
    return usage.uordblks + usage.hblkhd


def _fill_heap(libc):
    """Takes every gap below the end of the C library's heap."""
    libc.malloc.argtypes, libc.malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    libc.free.argtypes = [ctypes.c_void_p]
    libc.sbrk.argtypes, libc.sbrk.restype = [ctypes.c_ssize_t], ctypes.c_void_p
    for size in _BLOCKS:
        for _ in range(_MOST_BLOCKS):
            untouched = libc.sbrk(0) - libc.mallinfo2().keepcost
            block = libc.malloc(size)
            if block is None or block >= untouched - _PAGE:
                libc.free(block)
                break


def _fill_pools():
    """Takes every free place in pools that are in use, size by size, until two follow each other at the start of a pool: that one is new."""
    empty = sys.getsizeof(b'')
    for size in range((empty // _STEP + 1) * _STEP, _LARGEST_OBJECT + 1, _STEP):
        last = 0
        for _ in range(_MOST_OBJECTS):
            each = bytes(bytearray(size - empty))
            _kept.append(each)
            if last % _POOL_BYTES <= _POOL_HEADER and id(each) == last + size:
                del _kept[-2:]
                break
            last = id(each)
