"""What the tests of the runtime's libraries share: the libraries on sys.path, as this process has no worker around it."""
from __future__ import absolute_import

import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'runtimes', 'python', 'libraries'))


class TableCase(unittest.TestCase):
    """Tables of inputs with what is expected; all rows are looked at before the test fails."""

    def check(self, function, rows):
        wrong = []
        for row in rows:
            arguments, expected = row[:-1], row[-1]
            try:
                got = function(*arguments)
            except Exception as error:
                got = error if not isinstance(expected, type) else type(error)
            if got != expected:
                wrong.append('%r: expected %r, got %r' % (arguments, expected, got))
        self.assertFalse(wrong, '\n' + '\n'.join(wrong))
