"""A worker's own view of the file system: all of it read-only, /proc hidden, and for python3 a temp directory in memory.

It needs root, or a kernel that lets users have namespaces. The base zygote finds out which, once, with a child that tries.
"""
from __future__ import absolute_import

import ctypes
import os
import struct

_CLONE_NEWNS = 0x20000
_CLONE_NEWUSER = 0x10000000
_SYS_MOUNT_SETATTR = 442
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_ATTR_RDONLY, _ATTR_NOSUID = 1, 2
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND = 2, 4, 8, 4096
_MS_SLAVE = 1 << 19  # What the machine unmounts goes away here too.

_libc = ctypes.CDLL(None, use_errno=True)
_unshare = _libc['unshare']
_mount = _libc['mount']
_mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
_syscall = _libc['syscall']
_syscall.restype = ctypes.c_long
_READ_ONLY = ctypes.create_string_buffer(struct.pack('=QQQQ', _ATTR_RDONLY | _ATTR_NOSUID, 0, _MS_SLAVE, 0), 32)


class Mounts(object):
    """`value` has `empty`, a directory to hide others with, `hidden`, their paths, and `temp` with its `temp_bytes`; `temp` is '' for none."""

    def __init__(self, value):
        self._empty = value['empty'].encode()
        self._hidden = [each.encode() for each in value['hidden']]
        self._temp = value['temp'].encode()
        self._size = value['temp_bytes']
        self._as_user = False

    def find(self):
        """Whether workers can have it."""
        self._as_user = os.geteuid() != 0  # Root needs no user namespace, in which workers could not get users of their own.
        return self._works()

    def _works(self):
        pid = os.fork()
        if pid == 0:
            try:
                self.enter()
                os._exit(0)
            except BaseException:  # noqa: B902 - the child must not get back.
                os._exit(1)
        while True:
            try:
                return os.waitpid(pid, 0)[1] == 0
            except OSError as error:
                if error.errno != 4:
                    raise

    def enter(self):
        """Leaves the machine's view; the process must have one thread."""
        own_uid, own_gid = os.getuid(), os.getgid()
        _check(_unshare(_CLONE_NEWNS | (_CLONE_NEWUSER if self._as_user else 0)), 'unshare')
        if self._as_user:
            _write('/proc/self/setgroups', 'deny')
            _write('/proc/self/uid_map', '%d %d 1' % (own_uid, own_uid))
            _write('/proc/self/gid_map', '%d %d 1' % (own_gid, own_gid))
        for path in self._hidden:
            _check(_mount(self._empty, path, None, _MS_BIND, None), 'hiding')
        _check(_syscall(_SYS_MOUNT_SETATTR, ctypes.c_long(_AT_FDCWD), ctypes.c_char_p(b'/'), ctypes.c_ulong(_AT_RECURSIVE), _READ_ONLY, ctypes.c_size_t(32)), 'read-only')
        if self._temp:
            options = 'size=%d,nr_inodes=%d,mode=0700' % (self._size, max(self._size // 4096, 256))
            _check(_mount(b'tmpfs', self._temp, b'tmpfs', _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options.encode()), 'temp directory')

    def give_temp(self, uid, gid):
        """The temp directory gets its owner; -1 leaves it to this process's."""
        if self._temp and (uid != -1 or gid != -1):
            os.chown(self._temp, uid, gid)


def _write(path, text):
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, '%s: %s' % (what, os.strerror(number)))
