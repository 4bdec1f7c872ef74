# What: announces a frame of 4 GiB
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    own_connection().socket.sendall(module('struct').pack('<IB', 0xFFFFFFFF, 2))
    module('time').sleep(10)
