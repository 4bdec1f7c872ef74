"""Objects of a zygote that its workers do not count: on the Pythons that have them what they use stays shared, on the others nothing changes; what is made later is counted as ever."""
from __future__ import absolute_import

import sys
import unittest

from cases import RUNTIME, run

HAS_THEM = sys.version_info[:2] in ((3, 12), (3, 13))

BEGIN = '''
import gc, os, sys, types, weakref
sys.path.insert(0, %r)
from actors_runtime import immortal, preload
class Old(object):
    word = 'some words with blanks'
    def method(self, number=3.25):
        return [number, (number, 'another constant of it')]
old = Old()
held = {'list': [], 'old': old}
''' % RUNTIME

# What anything costs that a worker may use is written: each page once.
FORK = BEGIN + '''
def private():
    with open('/proc/self/smaps_rollup') as sizes:
        return sum(int(line.split()[1]) for line in sizes if line.startswith('Private_'))
def use():
    for module in list(sys.modules.values()):
        for value in list(vars(module).values()):
            value, type(value), getattr(value, '__name__', None), getattr(value, '__doc__', None), getattr(value, '__code__', None)
preload.preload()
gc.collect()
if %r:
    immortal.make_all()
gc.freeze()
gc.disable()
out, into = os.pipe()
if os.fork() == 0:
    before = private()
    use()
    os.write(into, b'%%d' %% (private() - before))
    os._exit(0)
print(os.read(out, 64).decode())
'''


class Immortal(unittest.TestCase):
    def test_it_is_known_which_pythons_have_them(self):
        self.assertEqual(str(HAS_THEM), run(BEGIN + 'print(immortal.can_be())'))

    def test_others_are_left_as_they_are(self):
        if HAS_THEM:
            self.skipTest('this one has them')
        self.assertEqual('True', run(BEGIN + '''
count = sys.getrefcount(old)
immortal.make_all()
print(sys.getrefcount(old) == count)
'''))

    @unittest.skipUnless(HAS_THEM, 'none on this Python')
    def test_what_there_was_is_not_counted_and_what_comes_is(self):
        run(BEGIN + '''
immortal.make_all()
never = sys.getrefcount(None)
code = Old.method.__code__
for each in (old, Old, held, held['list'], Old.word, Old.method, code, code.co_consts, code.co_name, 'another constant of it', os.path.join, sys.modules):
    assert sys.getrefcount(each) == never, each
again = [old] * 100
assert sys.getrefcount(old) == never
class New(object):
    pass
new = New()
count = sys.getrefcount(new)
more = [new] * 100
assert sys.getrefcount(new) == count + 100
gone = weakref.ref(new)
del new, more
assert gone() is None
''')

    @unittest.skipUnless(HAS_THEM, 'none on this Python')
    def test_what_old_objects_hold_of_new_ones_is_freed_when_they_let_go(self):
        run(BEGIN + '''
immortal.make_all()
gc.freeze()
class New(object):
    pass
def fill():
    one, other = New(), New()
    one.other, other.one = other, one
    held['list'].append(one)
    held['new'] = old.new = other
    return weakref.ref(one), weakref.ref(other)
seen = fill()
gc.collect()
assert all(each() is not None for each in seen)
held['list'].pop()
del held['new'], old.new
assert all(each() is not None for each in seen)
gc.collect()
assert all(each() is None for each in seen)
''')

    @unittest.skipUnless(HAS_THEM, 'none on this Python')
    def test_code_that_was_there_runs_a_million_times_and_strings_are_interned_and_joined(self):
        run(BEGIN + '''
immortal.make_all()
gc.freeze()
for number in range(1000000):
    made = old.method(number)
assert made == [999999, (999999, 'another constant of it')]
words = [Old.word + str(number) for number in range(1000)]
assert all(sys.intern(word) is sys.intern(str(word)) for word in words)
assert sys.intern(Old.word) is sys.intern('some words' + ' with blanks')
text = Old.word
for number in range(1000):
    text += 'x'
assert Old.word == 'some words with blanks' and len(text) == len(Old.word) + 1000
assert types.FunctionType(Old.method.__code__, globals())(old, 1) == old.method(1)
''')

    @unittest.skipUnless(HAS_THEM, 'none on this Python')
    def test_a_second_time_finds_only_what_is_new(self):
        run(BEGIN + '''
immortal.make_all()
gc.freeze()
never = sys.getrefcount(None)
new = Old()
assert sys.getrefcount(new) != never
immortal.make_all()
assert sys.getrefcount(new) == never
''')

    @unittest.skipUnless(HAS_THEM, 'none on this Python')
    def test_a_fork_that_looks_at_everything_copies_a_fraction_of_it(self):
        counted, never = int(run(FORK % False)), int(run(FORK % True))
        self.assertGreater(counted, 1024)
        self.assertLess(never, counted / 3)

    def test_an_end_in_the_ordinary_way_is_one(self):
        self.assertEqual('ended', run(BEGIN + '''
import atexit
immortal.make_all()
atexit.register(sys.stdout.write, 'ended')
'''))


if __name__ == '__main__':
    unittest.main()
