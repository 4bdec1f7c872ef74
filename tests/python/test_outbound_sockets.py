"""What apps hold instead of sockets, as sockets."""
from __future__ import absolute_import

import unittest

from fetches import Reply
from outbound_cases import OutboundCase
from silo import PY2


class Sockets(OutboundCase):
    def test_it_is_a_socket(self):
        result = self.run_names('''
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
before = caught(sock.getpeername)
sock.connect(('example.com', 80))
sock.settimeout(2.5)
result = (isinstance(sock, socket.socket), before[0], sock.getpeername(), sock.getsockname(), sock.gettimeout(), sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM,
          sock.family == socket.AF_INET, sock.type == socket.SOCK_STREAM, caught(lambda: sock.connect(('a', 1)))[2] == errno.EISCONN, sock.connect_ex(('a', 1)) == errno.EISCONN)
sock.close()
result += caught(lambda: sock.recv(1))[2] == errno.EBADF, caught(lambda: sock.send(b'x'))[2] == errno.EBADF
''')
        self.assertEqual((True, 'error' if PY2 else 'OSError', ('example.com', 80), ('0.0.0.0', 0), 2.5, True, True, True, True, True, True, True), result)

    def test_reading_in_every_way(self):
        result = self.run_names('''
def ask(): return raw(b'GET / HTTP/1.0\\r\\n\\r\\n')
def all_of(read):
    parts = []
    while True:
        part = read()
        if not part: return b''.join(parts)
        parts.append(part)
def into(sock):
    buffer = bytearray(7)
    count = sock.recv_into(buffer)
    return bytes(buffer[:count])
sock = ask(); one = all_of(lambda: sock.recv(3))
sock = ask(); two = all_of(lambda: into(sock))
sock = ask(); file = sock.makefile('rb'); sock.close(); three = file.read()
sock = ask(); four = b''.join(sock.makefile('rb'))
result = one, one == two == three == four
''', Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'), Reply(b'body\nof lines\n'))
        self.assertTrue(result[1])
        self.assertEqual(b'HTTP/1.1 200 \r\nContent-Length: 14\r\nConnection: close\r\n\r\nbody\nof lines\n', result[0])

    def test_select_and_poll_tell_when_there_is_something_to_read(self):
        result = self.run_names('''
def readable(sock):
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0)), bool(select.select([sock], [], [], 0)[0])
sock = raw()
result = [readable(sock)]
sock.sendall(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')
result.append(readable(sock))
head = sock.recv(1000)
result.append(readable(sock))
sock.recv(1000)
result.append(readable(sock))
number = sock.fileno()
sock.close()
result.append(sock.fileno() if sys.version_info[0] > 2 else -1)
''', Reply(b'body'))
        self.assertEqual([(False, False), (True, True), (True, True), (False, False), -1], result)

    def test_many_do_not_leak_descriptors(self):
        result = self.run_names('''
import os
def count(): return len(os.listdir('/proc/self/fd'))
before = count()
for number in range(300):
    sock = socket.create_connection(('example.com', 80))
    sock.fileno()
    sock.close()
result = count() - before
''')
        self.assertEqual(0, result)

    def test_nobody_can_listen(self):
        result = self.run_names('''
result = [caught(lambda: socket.socket().bind(('', 8080)))[3], caught(lambda: socket.socket().listen(1))[3], caught(lambda: socket.create_connection(('a', 80), 1, ('127.0.0.1', 0)))[3]]
''')
        for sentence in result:
            self.assertIn('An app cannot listen', sentence)

    def test_other_sockets_are_the_systems(self):
        result = self.run_names('''
one, two = socket.socketpair()
one.sendall(b'hello')
unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
result = two.recv(5), unix.fileno() >= 0, datagram.type & 15 == socket.SOCK_DGRAM
''')
        self.assertEqual((b'hello', True, True), result)

    def test_the_kernel_need_not_know_of_any_socket(self):
        result = self.run_names('''
import ctypes
class Compare(ctypes.Structure):
    _fields_ = [('arg', ctypes.c_uint), ('op', ctypes.c_int), ('a', ctypes.c_uint64), ('b', ctypes.c_uint64)]
def refuse():
    """From now on the kernel refuses this thread sockets of IPv4 and IPv6, and every connect."""
    library = ctypes.CDLL('libseccomp.so.2')
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    rules = library.seccomp_init(0x7fff0000)
    for name, family in ((b'socket', socket.AF_INET), (b'socket', socket.AF_INET6), (b'connect', None)):
        compare = Compare(0, 4, int(family or 0), 0)
        number = library.seccomp_syscall_resolve_name(name)
        assert library.seccomp_rule_add_array(rules, 0x00050001, number, 0 if family is None else 1, ctypes.byref(compare)) == 0
    assert library.seccomp_load(rules) == 0
try:
    ctypes.CDLL('libseccomp.so.2')
except OSError:
    result = None
else:
    refuse()
    refused = caught(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))[2]
    result = refused == errno.EPERM, urllib2.urlopen('https://example.com/').read(), urllib2.urlopen('http://example.com/').read()
''', Reply(b'secure'), Reply(b'plain'))
        if result is None:
            self.skipTest('libseccomp is not installed')
        self.assertEqual((True, b'secure', b'plain'), result)

    def test_names_stand_for_themselves(self):
        result = self.run_names(u'''
stream = socket.SOCK_STREAM
def plain(found): return [(int(family), int(kind), address) for family, kind, _, _, address in found]
result = [plain(socket.getaddrinfo(*each)) for each in (
    ('example.com', 443), ('example.com', '80', 0, stream), ('example.com', 'https', socket.AF_INET6), (u'b\\xfccher.example', 80), ('127.0.0.1', 80, 0, stream), ('::1', 80, 0, stream))]
result += [int(socket.AF_INET6), caught(lambda: socket.getaddrinfo('example.com', 53, 0, socket.SOCK_DGRAM))[0], caught(lambda: socket.getaddrinfo('example.com', 'smtp'))[0]]
''')
        six = result[6]
        self.assertEqual([[(2, 1, ('example.com', 443))], [(2, 1, ('example.com', 80))], [(six, 1, ('example.com', 443, 0, 0))], [(2, 1, ('xn--bcher-kva.example', 80))],
                          [(2, 1, ('127.0.0.1', 80))], [(six, 1, ('::1', 80, 0, 0))], six, 'gaierror', 'gaierror'], result)

    @unittest.skipIf(PY2, 'asyncio is of 3')
    def test_asyncio_streams(self):
        result = self.run_names('''
import asyncio
async def main():
    reader, writer = await asyncio.open_connection('example.com', 80)
    writer.write(b'GET / HTTP/1.0\\r\\n\\r\\n')
    got = await reader.read()
    writer.close()
    return got
result = asyncio.run(main())
''', Reply(b'body'))
        self.assertTrue(result.endswith(b'\r\n\r\nbody'), result)

    def test_threads_have_conversations_of_their_own(self):
        result = self.run_names('''
import threading
found = {}
def run(number): found[number] = urllib2.urlopen('http://example.com/%d' % number).getcode()
threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
for each in threads: each.start()
for each in threads: each.join()
result = sorted(found)
''', *[Reply() for _ in range(8)])
        self.assertEqual(list(range(8)), result)


class OwnSockets(OutboundCase):
    more = {'outbound': 'sockets'}

    def test_with_sockets_of_its_own_a_worker_uses_them(self):
        result = self.run_names('''
import threading
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen(1)
def serve():
    connection, _ = server.accept()
    connection.recv(1000)
    connection.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\nreal')
    connection.close()
threading.Thread(target=serve).start()
result = urllib2.urlopen('http://127.0.0.1:%d/' % server.getsockname()[1]).read()
''')
        self.assertEqual((b'real', []), (result, self.fetched))
