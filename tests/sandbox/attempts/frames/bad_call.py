# What: calls a service with values that are none
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    frame = module('marshal').dumps((b'x', [], {}, -1), 2)
    own_connection().socket.sendall(module('struct').pack('<IB', len(frame), 3) + frame)
    module('time').sleep(10)
