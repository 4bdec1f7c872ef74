"""What the test cases share: one silo per class."""
from __future__ import absolute_import

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
    return subprocess.check_output([sys.executable, '-I' if sys.version_info[0] > 2 else '-E', '-c', source]).decode().strip()


def runtime_module(name):
    """A module of the runtime, for tests that need no worker."""
    sys.path.insert(0, RUNTIME)
    try:
        return importlib.import_module('actors_runtime.' + name)
    finally:
        del sys.path[0]


class SiloCase(unittest.TestCase):
    """A class of tests with one base zygote; its workers end with each test."""

    @classmethod
    def setUpClass(cls):
        cls.silo = silo_module.Silo().start()

    @classmethod
    def tearDownClass(cls):
        cls.silo.close()

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
