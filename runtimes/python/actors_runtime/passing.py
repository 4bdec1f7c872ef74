"""Descriptors that pass from process to process over a Unix socket (SCM_RIGHTS), through ctypes because 2.7's sockets cannot."""
from __future__ import absolute_import

import ctypes
import os
import struct

_SOL_SOCKET, _SCM_RIGHTS = 1, 1
_MSG_DONTWAIT, _MSG_NOSIGNAL, _MSG_CMSG_CLOEXEC = 0x40, 0x4000, 0x40000000
_TRUNCATED = 0x8 | 0x20  # Of the control data, of the message.
_HEADER = struct.Struct('@Lii')  # struct cmsghdr: length, level, type.

#: The kernel passes no more at a time.
MOST_DESCRIPTORS = 253

_libc = ctypes.CDLL(None, use_errno=True)


class _Piece(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]


class _Message(ctypes.Structure):
    _fields_ = [('name', ctypes.c_void_p), ('name_length', ctypes.c_uint), ('pieces', ctypes.POINTER(_Piece)), ('piece_count', ctypes.c_size_t),
                ('control', ctypes.c_void_p), ('control_length', ctypes.c_size_t), ('flags', ctypes.c_int)]


for _name in ('sendmsg', 'recvmsg'):
    getattr(_libc, _name).argtypes = [ctypes.c_int, ctypes.POINTER(_Message), ctypes.c_int]
    getattr(_libc, _name).restype = ctypes.c_ssize_t


def send(descriptor, data, descriptors):
    """Sends one message with descriptors, without waiting. OSError when the queue is full or nobody reads it any more."""
    content = ctypes.create_string_buffer(data, len(data))
    numbers = struct.pack('@%di' % len(descriptors), *descriptors)
    control = ctypes.create_string_buffer(_padded(_HEADER.pack(_HEADER.size + len(numbers), _SOL_SOCKET, _SCM_RIGHTS) + numbers))
    message = _message(content, len(data), control, _align(_HEADER.size + len(numbers)))
    _checked(_libc.sendmsg(descriptor, ctypes.byref(message), _MSG_DONTWAIT | _MSG_NOSIGNAL), 'sendmsg')


def receive(descriptor, room):
    """The next message and its descriptors; (b'', []) at the end. ValueError when it was cut off."""
    content = ctypes.create_string_buffer(room)
    control_length = _align(_HEADER.size + 4 * MOST_DESCRIPTORS)
    control = ctypes.create_string_buffer(control_length)
    message = _message(content, room, control, control_length)
    received = _checked(_libc.recvmsg(descriptor, ctypes.byref(message), _MSG_CMSG_CLOEXEC), 'recvmsg')
    descriptors = []
    if message.control_length >= _HEADER.size:
        length, level, kind = _HEADER.unpack_from(control.raw)
        if (level, kind) == (_SOL_SOCKET, _SCM_RIGHTS):
            count = (length - _HEADER.size) // 4
            descriptors = list(struct.unpack_from('@%di' % count, control.raw, _HEADER.size))
    if message.flags & _TRUNCATED:
        for each in descriptors:
            os.close(each)
        raise ValueError('a message was cut off')
    return content[:received], descriptors


def _message(content, length, control, control_length):
    piece = _Piece(ctypes.addressof(content), length)
    return _Message(None, 0, ctypes.pointer(piece), 1, ctypes.addressof(control), control_length, 0)


def _align(length):
    return (length + 7) & ~7


def _padded(data):
    return data + b'\0' * (_align(len(data)) - len(data))


def _checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, '%s: %s' % (what, os.strerror(number)))
    return result
