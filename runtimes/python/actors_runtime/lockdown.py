"""How a worker is locked down. The base zygote prepares all that can be: programs, structures and functions, so that a child makes system calls and
little else. What is entered is never to be undone. Any layer that cannot be entered ends the worker's start.

The silo says once, in SANDBOX, what its workers get; without it they get nothing, which only tests do.
"""
from __future__ import absolute_import

import ctypes
import os
import resource
import posix  # `os` may have been replaced in part: python27_rules.
import struct

from . import kernel
from .mounts import Mounts

_PR_CAPBSET_DROP = 24
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_PR_SET_DUMPABLE = 4
_SYS_CAPSET = {'x86_64': 126, 'aarch64': 91}[os.uname()[4]]
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CAPABILITY_VERSION = 0x20080522
_O_PATH = 0o10000000
_O_CLOEXEC = 0o2000000
_RULE_PATH_BENEATH = 1
_QUIET_ABI = 7
_QUIET = 1  # What is refused is not written to the audit log, which an app could fill.
_JUMP_IF_EQUAL = 0x15
_PROT_READ, _PROT_EXEC = 1, 4

_function = ctypes.CDLL(None, use_errno=True)
_syscall = _function['syscall']
_syscall.restype = ctypes.c_long
_mprotect = _function['mprotect']


class _Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('instructions', ctypes.c_void_p)]


def _check(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, '%s: %s' % (what, os.strerror(number)))
    return result


class Lockdown(object):
    """What all workers of this zygote are locked down with: the value of SANDBOX."""

    def __init__(self, value):
        self.layers = frozenset(value['layers'])
        self._limits = [(getattr(resource, name), number) for name, number in value['limits'] if hasattr(resource, name)]
        self._user_limits = [(getattr(resource, name), number) for name, number in value['user_limits']]
        landlock = value['landlock']
        self._attributes = ctypes.create_string_buffer(landlock['attributes'], len(landlock['attributes']))
        self._flags = _QUIET if landlock['abi'] >= _QUIET_ABI else 0
        self._paths = [(path, rights) for path, rights in landlock['paths'] if os.path.exists(path)]
        self._code_rights, self._temp_rights = landlock['code_rights'], landlock['temp_rights']
        self._mounts = Mounts(value['mounts']) if 'Mounts' in self.layers else None
        self.private_mounts = self._mounts is not None and self._mounts.find()
        program = value['filter_with_mounts'] if self.private_mounts else value['filter']
        self._filter = _Filter(program, value['own_process'])
        program = value.get('zygote_filter_with_mounts' if self.private_mounts else 'zygote_filter')
        self._zygote_filter = _Filter(program, value['own_process']) if program else None
        self._ruleset = -1
        self._writable_code = [] if value['new_code'] else _writable_code()
        self.temp = value['mounts']['temp'] if self.private_mounts else ''

    # In the worker, in this order.

    def enter_mounts(self):
        """A view of the file system of its own."""
        if self.private_mounts:
            self._mounts.enter()

    def drop_bounding_set(self):
        """No program can ever get a capability here. Needs one itself: nothing where there is none."""
        if 'Capabilities' in self.layers:
            number = 0
            while kernel.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) == 0:
                number += 1

    def limit(self, uid, connections):
        """Ceilings. None of them can be raised again without a capability. The worker's connections to the silo come on top of the app's descriptors."""
        if 'ResourceLimits' not in self.layers:
            return
        for number, value in self._limits:
            hard = resource.getrlimit(number)[1]
            value += connections if number == resource.RLIMIT_NOFILE else 0
            ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (ceiling, ceiling))
        if uid != -1:
            for number, value in self._user_limits:
                resource.setrlimit(number, (value, value))

    def give_temp(self, uid, gid):
        """The temp directory in that view gets its owner."""
        if self.private_mounts:
            self._mounts.give_temp(uid, gid)

    def drop_capabilities(self):
        """Those that are left, if any: a change of user takes them too."""
        if 'Capabilities' in self.layers:
            _check(_syscall(_SYS_CAPSET, ctypes.c_char_p(struct.pack('=Ii', _CAPABILITY_VERSION, 0)), ctypes.c_char_p(b'\0' * 24)), 'capset')

    def begin_landlock(self):
        """The rules for files that all workers read. Nothing is restricted yet."""
        if 'Landlock' in self.layers:
            self._ruleset = _check(_syscall(_CREATE_RULESET, self._attributes, ctypes.c_size_t(len(self._attributes)), ctypes.c_ulong(0)), 'landlock')
            for path, rights in self._paths:
                _allow(self._ruleset, path, rights)

    def enter_landlock(self, readable, temp):
        """Files: what all workers read, these directories, and the temp directory unless it is ''."""
        if 'Landlock' not in self.layers:
            return
        if self._ruleset < 0:
            self.begin_landlock()
        for path in readable:
            _allow(self._ruleset, path, self._code_rights)
        if temp:
            _allow(self._ruleset, temp, self._temp_rights)
        _check(_syscall(_RESTRICT_SELF, ctypes.c_long(self._ruleset), ctypes.c_ulong(self._flags)), 'landlock')
        os.close(self._ruleset)
        self._ruleset = -1  # A version zygote's workers begin anew.

    def enter_seccomp(self):
        """System calls; the last step, since most of the others are refused after it."""
        if 'Seccomp' in self.layers:
            self._give_up_writable_code()
            self._filter.enter()

    def enter_zygote_seccomp(self):
        """System calls of a version zygote: those of its workers, and what it takes to fork them. They enter the workers' own filter on top."""
        if 'Seccomp' in self.layers:
            self._give_up_writable_code()
            self._zygote_filter.enter()

    def _give_up_writable_code(self):
        for start, length in self._writable_code:
            _check(_mprotect(ctypes.c_void_p(start), ctypes.c_size_t(length), _PROT_READ | _PROT_EXEC), 'mprotect')
        self._writable_code = []  # For a version zygote's workers it is done.

    def entered(self, uid):
        """The names of the layers that a worker has, for the silo."""
        names = set(self.layers)
        if not self.private_mounts:
            names.discard('Mounts')
        if uid == -1:
            names.discard('User')
        return tuple(sorted(names))


class _Filter(object):
    """A seccomp program."""

    def __init__(self, program, placeholder):
        self._instructions = ctypes.create_string_buffer(program, len(program))
        self._program = _Program(len(program) // 8, ctypes.addressof(self._instructions))
        self._own_process = _places(program, placeholder)

    def enter(self):
        own = struct.pack('=I', posix.getpid())
        for place in self._own_process:
            self._instructions[place:place + 4] = own
        _check(kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(self._program), 0, 0), 'seccomp')


def stay_visible():
    """A change of rights hides a process from its own user, who is the silo's: it measures memory."""
    kernel.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def _allow(ruleset, path, rights):
    descriptor = os.open(path, _O_PATH | _O_CLOEXEC)
    try:
        rule = struct.pack('=Qi', rights, descriptor)
        _check(_syscall(_ADD_RULE, ctypes.c_long(ruleset), ctypes.c_long(_RULE_PATH_BENEATH), ctypes.c_char_p(rule), ctypes.c_ulong(0)), 'landlock: ' + path)
    finally:
        os.close(descriptor)


def _writable_code():
    """Memory that is writable and executable: ctypes keeps its callbacks there. Where no new code may come in, it becomes read-only."""
    found = []
    with open('/proc/self/maps') as maps:
        for line in maps:
            addresses, rights = line.split()[:2]
            if rights[1:3] == 'wx':
                start, end = (int(each, 16) for each in addresses.split('-'))
                found.append((start, end - start))
    return found


def _places(program, placeholder):
    """Where comparisons with the placeholder have their operand."""
    found = []
    for start in range(0, len(program), 8):
        code, _, _, operand = struct.unpack_from('=HBBI', program, start)
        if operand == placeholder and code == _JUMP_IF_EQUAL:
            found.append(start + 4)
    return found


prepared = []
