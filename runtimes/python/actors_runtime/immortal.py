"""Objects that are never counted, so that what a zygote shares stays shared when its workers use it.

Whoever looks at an object of Python's counts that it does, in the object itself: of what a fork shares, all that is used would be copied, page by page. Since 3.12
an object with one certain count is left alone, for good (PEP 683): None has it, and the like. Here everything that a zygote has gets it. What is made later is
counted as ever. What a worker drops of its zygote's is not freed any more, which is memory that it shares.
"""
from __future__ import absolute_import

import ctypes
import gc
import sys
import types

# Where an object has its count, and which one is that, is no promise of Python's: these are the versions that were looked at.
_VERSIONS = ((3, 12), (3, 13))
_NEVER = 0xFFFFFFFF

# These end with what they run.
_RUNNING = (types.FrameType, types.GeneratorType)

_count = ctypes.c_uint32.from_address


def can_be():
    """Whether this interpreter has such objects, and None is one in the way that is known here."""
    return sys.version_info[:2] in _VERSIONS and sys.implementation.name == 'cpython' and _count(id(None)).value == _NEVER


def make_all():
    """Makes all immortal that the collector knows and has not frozen, with all it refers to."""
    if not can_be():
        return
    never, count, referents, running, code = _NEVER, _count, gc.get_referents, _RUNNING, types.CodeType
    waiting = gc.get_objects()
    while waiting:
        each = waiting.pop()
        kind = type(each)
        counted = count(id(each))
        if counted.value == never or kind in running:
            continue
        counted.value = never
        # The collector knows nothing of what code refers to. Only what is counted as it runs, which names of variables are not.
        waiting += (each.co_consts, each.co_names, each.co_filename, each.co_name, each.co_qualname) if kind is code else referents(each)
