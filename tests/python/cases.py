"""What the test cases share, first of all a silo: to start one takes as long as twenty tests."""
from __future__ import absolute_import

import atexit
import importlib
import os
import subprocess
import sys
import unittest

import silo as silo_module

#: The directory of the runtime's modules.
RUNTIME = os.path.abspath(os.path.dirname(silo_module.ZYGOTE))


def run(source):
    """What a program prints in an interpreter of its own, which has loaded nothing before it."""
    return subprocess.check_output([sys.executable, '-I' if sys.version_info[0] > 2 else '-E', '-B', '-c', source]).decode().strip()


def runtime_module(name):
    """A module of the runtime, for tests that need no worker."""
    sys.path.insert(0, RUNTIME)
    try:
        return importlib.import_module('actors_runtime.' + name)
    finally:
        del sys.path[0]


_running = []


def running_silo():
    """The one that is there, or a new one where its zygote was ended."""
    if _running and _running[0].process.poll() is not None:
        _running.pop().close()
    if not _running:
        _running.append(silo_module.Silo().start())
    return _running[0]


@atexit.register
def _close():
    for each in _running:
        each.close()


class SiloCase(unittest.TestCase):
    """Tests with a base zygote, which all classes share; its workers end with each test."""

    @classmethod
    def setUpClass(cls):
        cls.silo = running_silo()

    def tearDown(self):
        """Ends the test's workers, and takes their EXITED frames off the pipe."""
        for worker in self.silo.workers:
            worker.close()
        for worker in self.silo.workers:
            if not silo_module.wait_until(lambda: not silo_module.alive(worker.pid)):
                os.kill(worker.pid, 9)
                self.fail('the worker outlived its lifeline')
        del self.silo.workers[:]
        self.silo.pipe.drain()

    def worker(self, source, connections=1, **more):
        """A worker whose main.py is this."""
        return self.silo.spawn({'main.py': source}, connections, **more)
