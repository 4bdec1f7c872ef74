"""Calls to the kernel, in a process whose children end: 2.7 repeats none that a signal has interrupted."""
from __future__ import absolute_import

import errno
import os
import select
import signal
import socket
import threading
import time
import unittest

from cases import runtime_module

SIGNALS = 50


class Interrupted(unittest.TestCase):
    def setUp(self):
        self.kernel = runtime_module('kernel')

    def test_a_lifeline_that_is_looked_at_while_a_child_ends_holds(self):
        reading, writing = os.pipe()
        os.write(writing, b'x')
        real = select.poll
        self.addCleanup(setattr, select, 'poll', real)
        select.poll = lambda: InterruptedOnce(real())
        self.assertTrue(self.kernel.lifeline_holds(reading))
        os.close(writing)
        self.assertFalse(self.kernel.lifeline_holds(reading))
        os.close(reading)

    def test_a_connection_that_is_made_while_a_child_ends_is_made_again(self):
        connection = ConnectedAtTheSecondTry()
        self.kernel.repeated(connection.connect, 'path')
        self.assertEqual(['path', 'path'], connection.tried)

    def test_a_read_goes_on_when_a_child_ends(self):
        before = signal.getsignal(signal.SIGCHLD)
        pipes = self.kernel.wakeup_pipe()
        self.addCleanup(lambda: [os.close(each) for each in pipes])
        self.addCleanup(signal.signal, signal.SIGCHLD, before)
        self.addCleanup(signal.set_wakeup_fd, -1)
        reading, writing = os.pipe()

        def interrupt():
            for _ in range(SIGNALS):
                os.kill(os.getpid(), signal.SIGCHLD)
                time.sleep(0.001)
            os.write(writing, b'x')

        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            self.assertEqual(b'x', os.read(reading, 1))
        finally:
            thread.join()
            os.close(reading)
            os.close(writing)


class InterruptedOnce(object):
    def __init__(self, real):
        self._real = real
        self._interrupted = False
        self.register = real.register

    def poll(self, timeout):
        if not self._interrupted:
            self._interrupted = True
            raise select.error(errno.EINTR, 'Interrupted system call')
        return self._real.poll(timeout)


class ConnectedAtTheSecondTry(object):
    def __init__(self):
        self.tried = []

    def connect(self, path):
        self.tried.append(path)
        if len(self.tried) == 1:
            raise socket.error(errno.EINTR, 'Interrupted system call')


if __name__ == '__main__':
    unittest.main()
