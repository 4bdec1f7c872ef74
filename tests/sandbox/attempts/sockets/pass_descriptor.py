# What: sends a descriptor over its own connection
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    ctypes = module('ctypes')
    struct = module('struct')
    pair = module('_socket').socketpair(1, 1)
    byte = ctypes.create_string_buffer(b'x')
    vector = ctypes.create_string_buffer(struct.pack('=QQ', ctypes.addressof(byte), 1))
    control = ctypes.create_string_buffer(struct.pack('=Qiii4x', 20, 1, 1, 0), 24)
    message = ctypes.create_string_buffer(struct.pack('=QI4xQQQQi4x', 0, 0, ctypes.addressof(vector), 1, ctypes.addressof(control), 24, 0), 56)
    return raw('sendmsg', pair[0].fileno(), ctypes.addressof(message), 0)
