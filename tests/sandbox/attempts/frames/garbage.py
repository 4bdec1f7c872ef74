# What: sends bytes that are no frame over its own connection
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    own_connection().socket.sendall(b'\xff' * 4096)
    module('time').sleep(10)
