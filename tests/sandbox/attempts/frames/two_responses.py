# What: answers its request twice, the second time for whoever comes next
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    frame = module('marshal').dumps((200, [], b'forged', (), 0, 0), 2)
    one = module('struct').pack('<IB', len(frame), 2) + frame
    own_connection().socket.sendall(one + one)
    module('time').sleep(10)
