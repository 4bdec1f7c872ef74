# What: sends a value that refers to itself, a billion elements when expanded
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    struct = module('struct')
    body = b'(' + struct.pack('<I', 0x7FFFFFFF) + b'N' * 1000
    own_connection().socket.sendall(struct.pack('<IB', len(body), 2) + body)
    module('time').sleep(10)
