"""What differs between Python 2.7 and 3, in one place."""
from __future__ import absolute_import

import sys
import time

PY2 = sys.version_info[0] == 2

if PY2:
    import __builtin__ as builtins
    import resource
    import thread as low_level_thread

    text_type = unicode  # noqa: F821
    clock = time.time
    _sleep = time.sleep

    def thread_cpu_us():
        """Microseconds of processor time of the calling thread; 1 is RUSAGE_THREAD, which 2.7 does not name."""
        usage = resource.getrusage(1)
        return int((usage[0] + usage[1]) * 1000000)

    def acquire(lock, seconds):
        """Acquires the lock within the time, or returns False; 2.7's locks know no time-out."""
        end = clock() + seconds
        pause = 0.0005
        while not lock.acquire(False):
            left = end - clock()
            if left <= 0:
                return False
            _sleep(min(pause, left))
            pause = min(pause * 2, 0.02)
        return True
else:
    import builtins  # noqa: F401
    import _thread as low_level_thread  # noqa: F401

    text_type = str
    clock = time.monotonic

    def thread_cpu_us(_thread_time_ns=time.thread_time_ns):
        """Microseconds of processor time of the calling thread."""
        return _thread_time_ns() // 1000

    def acquire(lock, seconds):
        """Acquires the lock within the time, or returns False."""
        return lock.acquire(True, seconds)


def microseconds_since(start):
    """Whole microseconds from a reading of `clock` until now, at least 0."""
    return max(0, int((clock() - start) * 1000000))
