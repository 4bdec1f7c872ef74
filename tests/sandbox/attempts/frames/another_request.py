# What: answers over a connection that has no request
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
def attempt():
    mine = own_connection().socket.fileno()
    stat = module('stat')
    frame = module('marshal').dumps((200, [], b'forged', (), 0, 0), 2)
    for descriptor in range(3, 256):
        if descriptor not in (mine, control_connection().fileno()):
            try:
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    os.write(descriptor, module('struct').pack('<IB', len(frame), 2) + frame)
            except OSError:
                pass
    own_connection().socket.sendall(b'\xff' * 64)
    module('time').sleep(10)
