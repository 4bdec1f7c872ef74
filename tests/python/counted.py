"""Runs the tests of this folder (or the modules named) and prints `PASSED FAILED SKIPPED`; reports go to standard error."""
from __future__ import absolute_import, print_function

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    sys.path.insert(0, HERE)
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(sys.argv[1:]) if sys.argv[1:] else loader.discover(HERE)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    for test, reason in result.skipped:
        print('skipped %s: %s' % (test, reason), file=sys.stderr)
    failed = len(result.failures) + len(result.errors) + len(getattr(result, 'unexpectedSuccesses', ()))
    print(max(0, result.testsRun - failed - len(result.skipped)), failed, len(result.skipped))


if __name__ == '__main__':
    main()
