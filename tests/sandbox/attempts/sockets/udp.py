# What: sends a datagram to the silo's machine
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    made = module('_socket').socket(2, 2)
    return made.sendto(b'escape', ('127.0.0.1', facts['database']))
