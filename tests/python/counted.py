"""Runs the tests of this folder (or the modules named) and prints `PASSED FAILED SKIPPED`; reports go to standard error.

  counted.py [--third 0|1|2] [MODULE...]

Every third module is in the same third of all: some wait for seconds, and do so beside each other.
"""
from __future__ import absolute_import, print_function

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def modules(arguments):
    third = None
    if arguments[:1] == ['--third']:
        third, arguments = int(arguments[1]), arguments[2:]
    names = arguments or sorted(name[:-3] for name in os.listdir(HERE) if name.startswith('test_') and name.endswith('.py'))
    return names if third is None else names[third::3]


def main():
    sys.path.insert(0, HERE)
    names = modules(sys.argv[1:])
    if not names:
        print('0 0 0')
        return
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    for test, reason in result.skipped:
        print('skipped %s: %s' % (test, reason), file=sys.stderr)
    failed = len(result.failures) + len(result.errors) + len(getattr(result, 'unexpectedSuccesses', ()))
    print(max(0, result.testsRun - failed - len(result.skipped)), failed, len(result.skipped))


if __name__ == '__main__':
    main()
