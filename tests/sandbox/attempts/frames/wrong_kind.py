# What: sends the silo a request
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    own_connection().socket.sendall(module('struct').pack('<IB', 1, 1) + b'N')
    module('time').sleep(10)
