"""Stands for the silo in these tests: a base zygote over pipes, a listener for its workers' connections."""
from __future__ import absolute_import

import marshal
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ZYGOTE = os.environ.get('ACTORS_ZYGOTE') or os.path.join(HERE, '..', '..', 'runtimes', 'python', 'zygote.py')
PY2 = sys.version_info[0] == 2
CONTROL, OUTPUT = 0, 0xFFFFFFFF
REQUEST, RESPONSE, API_CALL, API_REPLY, STOP, DEADLINE, START, READY, LOG = 1, 2, 3, 4, 16, 17, 20, 32, 33
ZYGOTE_READY, SPAWN, SPAWNED, SPAWN_FAILED, WATCHED, EXITED, KILL = 64, 65, 66, 67, 68, 69, 70
PATIENCE = 60.0


class Gone(Exception):
    """The other side has closed."""


class Channel(object):
    """Frames over a pair of descriptors."""

    def __init__(self, reading, writing, owner=None):
        self.reading, self.writing, self._owner = reading, writing, owner
        self._buffer = b''

    def send(self, kind, value):
        self.send_bytes(pack(kind, value))

    def send_bytes(self, data):
        view = memoryview(data)
        while len(view):
            view = view[os.write(self.writing, view):]

    def receive(self, timeout=PATIENCE):
        head = self._take(5, timeout)
        length, kind = struct.unpack('<IB', head)
        return kind, marshal.loads(self._take(length, timeout))

    def read_all(self, timeout=PATIENCE):
        """Everything until the other side closes."""
        try:
            self._take(1 << 40, timeout)
        except Gone:
            pass
        return self._buffer

    def wait_closed(self, timeout=PATIENCE):
        """Returns when the other side closes; AssertionError when it sends something, or does nothing within the time."""
        try:
            frame = self.receive(timeout)
        except Gone:
            return
        raise AssertionError('not closed, but a frame: %r' % (frame,))

    def drain(self):
        """Drops the frames that are there."""
        while self.has_input():
            self.receive()

    def waiting(self):
        """The frames that are there, for a test that is about to fail; 'gone' at their end when the other side has closed."""
        frames = []
        try:
            while self.has_input():
                frames.append(self.receive(0))
        except Gone:
            frames.append('gone')
        return frames

    def has_input(self):
        return bool(self._buffer or select.select([self.reading], [], [], 0)[0])

    def _take(self, count, timeout):
        parts, have = [self._buffer], len(self._buffer)
        while have < count:
            if not select.select([self.reading], [], [], timeout)[0]:
                raise AssertionError('nothing came for %s s' % timeout)
            try:
                data = os.read(self.reading, 1 << 20)
            except OSError:
                data = b''
            if not data:
                self._buffer = b''.join(parts)
                raise Gone()
            parts.append(data)
            have += len(data)
        data = b''.join(parts)
        self._buffer = data[count:]
        return data[:count]


def pack(kind, value):
    """A frame."""
    body = marshal.dumps(value, 2)
    return struct.pack('<IB', len(body), kind) + body


class Response(object):
    """A RESPONSE frame with names."""

    def __init__(self, value):
        self.status, self.headers, self.body, self.logs, self.error, self.cpu_us = value

    @property
    def text(self):
        return self.body.decode('utf-8')

    @property
    def lines(self):
        return [(level, text) for level, _, text in self.logs]


class Worker(object):
    """The silo's ends of one worker."""

    def __init__(self, silo, number, spawned, channels, lifeline):
        self.silo, self.number, self.spawned, self.channels, self.lifeline = silo, number, spawned, channels, lifeline
        self.pid = spawned[1]
        self.control = channels[CONTROL]
        self.output = channels[OUTPUT]
        self.steps = self.layers = None

    def start(self, files, connections=1, **start):
        """Makes a spare a worker."""
        order = self.silo.order(self.silo.app(files), connections, **start)
        self.control.send(START, dict((name, order[name]) for name in ('connections', 'uid', 'gid', 'start')))
        return self.wait_ready()

    def wait_ready(self):
        kind, value = self.control.receive()
        assert kind == READY, (kind, value)
        self.steps, self.layers = value
        return self

    def send(self, script, environ=None, body=b'', connection=1):
        variables = {'REQUEST_METHOD': 'GET', 'PATH_INFO': '/', 'QUERY_STRING': '', 'SERVER_NAME': 'localhost', 'SERVER_PORT': '8080',
                     'SERVER_PROTOCOL': 'HTTP/1.1', 'HTTP_HOST': 'localhost:8080'}
        variables.update(environ or {})
        self.channels[connection].send(REQUEST, (7, script, variables, body))

    def receive(self, connection=1, timeout=PATIENCE):
        try:
            kind, value = self.channels[connection].receive(timeout)
        except AssertionError as error:
            if timeout != PATIENCE:
                raise
            raise AssertionError('%s; the worker said: %r' % (error, self.said()))
        assert kind == RESPONSE, (kind, value)
        return Response(value)

    def said(self):
        """What there is of its control frames and its output."""
        return self.control.waiting(), os.read(self.output.reading, 1 << 16) if self.output.has_input() else b''

    def get(self, script, environ=None, body=b'', connection=1):
        self.send(script, environ, body, connection)
        return self.receive(connection)

    def cut_lifeline(self):
        os.close(self.lifeline)
        self.lifeline = None

    def close(self):
        if self.lifeline is not None:
            self.cut_lifeline()
        for channel in self.channels.values():
            channel._owner.close()


class Silo(object):
    """One base zygote and what it needs."""

    def __init__(self, flags=('-E', '-s', '-B'), executable=None, close_fds=True):
        self.directory = tempfile.mkdtemp(prefix='actors-')
        os.chmod(self.directory, 0o755)
        self.path = os.path.join(self.directory, 'silo.sock')
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        os.chmod(self.path, 0o777)
        self.listener.listen(128)
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([executable or sys.executable] + list(flags) + [ZYGOTE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.errors, close_fds=close_fds, bufsize=0)
        self.pipe = Channel(self.process.stdout.fileno(), self.process.stdin.fileno())
        self.ready = None
        self.workers = []
        self._last = 0

    def start(self):
        kind, self.ready = self.pipe.receive()
        assert kind == ZYGOTE_READY
        return self

    def app(self, files):
        """A code tree with these files: {path: text}."""
        self._last += 1
        tree = os.path.join(self.directory, 'app%d' % self._last)
        for path, content in files.items():
            target = os.path.join(tree, path)
            if not os.path.isdir(os.path.dirname(target)):
                os.makedirs(os.path.dirname(target))
            with open(target, 'wb') as output:
                output.write(content.encode('utf-8') if not isinstance(content, bytes) else content)
        return tree

    def fifo(self):
        """(path, descriptor of the writing end)"""
        self._last += 1
        path = os.path.join(self.directory, 'lifeline%d' % self._last)
        os.mkfifo(path)
        os.chmod(path, 0o644)
        reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        writing = os.open(path, os.O_WRONLY)
        os.close(reading)
        close_on_exec(writing)
        return path, writing

    def order(self, code, connections=1, uid=-1, gid=-1, lifeline='', socket_path=None, **start):
        # ctypes, which apps of python27 have to ask for, is how tests see what the C library sees.
        values = {'runtime': 'python27' if PY2 else 'python3', 'code': code, 'source': '',
                  'environ': {'GREETING': 'hello', 'TZ': 'UTC', 'GAE_USE_CTYPES': '1'},
                  'threadsafe': True, 'development': True, 'software': 'Development/2.0'}
        values.update(start)
        self._last += 1
        return {'id': self._last, 'socket': socket_path or self.path, 'lifeline': lifeline, 'connections': connections, 'uid': uid, 'gid': gid,
                'start': marshal.dumps(values, 2)}

    def spawn(self, files_or_tree, connections=1, ready=True, watch=True, **more):
        code = files_or_tree if not isinstance(files_or_tree, dict) else self.app(files_or_tree)
        path, lifeline = self.fifo()
        worker = self.fork(self.order(code, connections, lifeline=path, **more), lifeline, watch)
        return worker.wait_ready() if ready else worker

    def spare(self, connections=1):
        """A child that waits for START."""
        path, lifeline = self.fifo()
        order = self.order('/', connections, lifeline=path)
        order['rehearsal'] = order.pop('start')
        return self.fork(order, lifeline)

    def fork(self, order, lifeline, watch=True):
        connections = order['connections']
        self.pipe.send(SPAWN, order)
        channels = self.accept(connections + 2, order['id'])
        kind, spawned = self.answer()
        assert kind == SPAWNED and spawned[0] == order['id'], (kind, spawned)
        if watch:
            self.pipe.send(WATCHED, (order['id'],))
        worker = Worker(self, order['id'], spawned, channels, lifeline)
        self.workers.append(worker)
        return worker

    def accept(self, count, number):
        self.listener.settimeout(PATIENCE)
        channels = {}
        for _ in range(count):
            try:
                connection, _ = self.listener.accept()
            except socket.timeout:
                raise AssertionError('no connection came for %s s; the zygote said: %r' % (PATIENCE, self.said()))
            connection.setblocking(True)
            close_on_exec(connection.fileno())
            preamble = connection.recv(16, socket.MSG_WAITALL)
            spawn, index, zero = struct.unpack('<QII', preamble)
            assert spawn == number and zero == 0, preamble
            channels[index] = Channel(connection.fileno(), connection.fileno(), connection)
        return channels

    def said(self):
        """What there is of the zygote's frames and errors."""
        frames = self.pipe.waiting()
        self.errors.seek(0)
        return frames, self.errors.read()

    def exited(self, worker, timeout=PATIENCE):
        """The wait status of a watched worker, when the zygote reports it."""
        while True:
            kind, value = self.pipe.receive(timeout)
            assert kind == EXITED, (kind, value)
            if value[0] == worker.number:
                return value[2]

    def answer(self):
        """The zygote's next frame that does not tell of a worker's end."""
        while True:
            kind, value = self.pipe.receive()
            if kind != EXITED:
                return kind, value

    def close(self):
        for worker in self.workers:
            worker.close()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self.listener.close()
        self.errors.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def close_on_exec(descriptor):
    import fcntl
    fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)


def alive(pid):
    """Whether the process runs; a zombie does not."""
    try:
        with open('/proc/%d/stat' % pid) as stat:
            return stat.read().rpartition(')')[2].split()[0] not in ('Z', 'X')
    except (IOError, OSError):
        return False


def wait_until(condition, timeout=PATIENCE):
    """Whether the condition comes true within the time."""
    end = time.time() + timeout
    while not condition():
        if time.time() > end:
            return False
        time.sleep(0.005)
    return True


def in_threads(functions):
    """Runs the functions at the same time; raises what any of them raised."""
    errors = []

    def run(function):
        try:
            function()
        except BaseException as error:
            errors.append(error)

    running = [threading.Thread(target=run, args=(each,)) for each in functions]
    for each in running:
        each.start()
    for each in running:
        each.join()
    if errors:
        raise errors[0]
