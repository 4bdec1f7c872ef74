# What: sends bytes that are no frame over its control connection
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    control_connection().sendall(b'\xff' * 4096)
    module('time').sleep(10)
