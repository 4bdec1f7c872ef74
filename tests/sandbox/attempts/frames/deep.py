# What: sends a value nested 100,000 deep
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    body = b'(\x01\x00\x00\x00' * 100000 + b'N'
    own_connection().socket.sendall(module('struct').pack('<IB', len(body), 2) + body)
    module('time').sleep(10)
