"""What a base zygote does so that its workers share memory: a fork that rewrites little, and room for what they add."""
from __future__ import absolute_import

import sys
import unittest

from cases import RUNTIME, run

FORK = '''
import os, signal, sys, threading
sys.path.insert(0, %r)
from actors_runtime import kernel
taken = []
signal.signal(signal.SIGUSR1, lambda number, frame: taken.append(number))
pid = kernel.fork()
if pid == 0:
    os.kill(os.getpid(), signal.SIGUSR1)
    done = threading.Event()
    threading.Thread(target=done.set).start()
    os._exit(0 if done.wait(5) and taken == [signal.SIGUSR1] else 1)
assert pid != os.getpid() and os.waitpid(pid, 0) == (pid, 0) and not taken
''' % RUNTIME

INTERNED = '''
import ctypes, sys
sys.path.insert(0, %r)
from actors_runtime import room
room.grow_interned()
room.settle()
room.settle()
usage = ctypes.CDLL(None).mallinfo2
usage.restype = room._Usage
given = lambda: usage().uordblks + usage().hblkhd
names = ['name %%d' %% number for number in range(4096)]
kept = [None] * len(names)
before = given()
for place, name in enumerate(names):
    kept[place] = getattr(sys, 'intern', None)(name)
print(given() - before)
''' % RUNTIME

SETTLED = '''
import ctypes, sys
sys.path.insert(0, %r)
from actors_runtime import preload, room
preload.preload()
room.grow_interned()
room.settle()
usage = ctypes.CDLL(None).mallinfo2
usage.restype = room._Usage
given = lambda: usage().arena + usage().hblkhd
before = given()
for _ in range(3):
    room.settle()
print(given() - before)
''' % RUNTIME

RETURNED = '''
import ctypes, sys
sys.path.insert(0, %r)
from actors_runtime import kernel, room
kernel.share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.argtypes, libc.malloc.restype, libc.free.argtypes = [ctypes.c_size_t], ctypes.c_void_p, [ctypes.c_void_p]
def resident():
    with open('/proc/self/statm') as sizes:
        return int(sizes.read().split()[1]) << 12
blocks = [libc.malloc(64 << 10) for _ in range(256)]
for each in blocks:
    ctypes.memset(each, 1, 64 << 10)
for each in blocks[:-1]:  # The last one stays, or the end of the heap would move back.
    libc.free(each)
before = resident()
room.settle()
print(before - resident())
''' % RUNTIME

LOOKED_UP = '''
import sys
sys.path.insert(0, %r)
from actors_runtime import preloading, room
class Looked(object):
    pass
names = [sys.intern('attribute %%d' %% number) for number in range(64)]
def references():
    return sum(sys.getrefcount(each) for each in names)
def look():
    before = references()
    for each in names:
        getattr(Looked, each, None)
    return references() - before
assert look() > 32, 'the cache is not as we know it'
before = references()
%s
print(before - references())
'''

CLOSED = '''
import os, sys
sys.path.insert(0, %r)
from actors_runtime import kernel
for has in (kernel._has_close_range, False):
    kernel._has_close_range = has
    opened = [os.dup(0) for _ in range(40)]
    os.dup2(0, 900)
    kept = {0, 1, 2, opened[0], opened[7], opened[8], opened[39]}
    kernel.close_all_but(kept)
    assert kept == {int(each) for each in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + each)}, os.listdir('/proc/self/fd')
    for each in kept - {0, 1, 2}:
        os.close(each)
''' % RUNTIME


class Room(unittest.TestCase):
    def test_a_forked_child_takes_signals_and_starts_threads(self):
        run(FORK)

    def test_what_is_not_kept_is_closed_with_and_without_the_kernels_help(self):
        run(CLOSED)

    def test_four_thousand_new_names_do_not_move_the_table_of_interned_strings(self):
        if sys.version_info[0] == 2:
            self.skipTest('2.7 tells no place to look at its table of interned strings')
        self.assertLess(int(run(INTERNED)), 64 << 10)

    def test_to_settle_again_as_a_version_zygote_does_takes_little(self):
        if sys.version_info[0] == 2:
            self.skipTest('2.7 tells no place to look at its table of interned strings')
        self.assertLess(int(run(SETTLED)), 512 << 10)

    def test_empty_pages_amid_the_heap_go_back_to_the_kernel(self):
        self.assertGreater(int(run(RETURNED)), 12 << 20)

    def test_no_name_is_kept_by_a_lookup_before_the_rehearsal(self):
        if sys.version_info < (3, 10):
            self.skipTest('until 3.9 to empty the cache writes all types')
        if sys.version_info[:2] == (3, 12):
            self.skipTest('3.12 counts no references to interned strings')
        for forget in ('room.forget_lookups()', 'preloading.preload("/nowhere", [], ["colorsys"])'):
            self.assertGreater(int(run(LOOKED_UP % (RUNTIME, forget))), 32)


if __name__ == '__main__':
    unittest.main()
