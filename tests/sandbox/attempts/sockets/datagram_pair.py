# What: sends a datagram of a socket pair to a Unix socket of the machine
# Expect: EPERM EACCES
# Control: succeeds
# Without: Seccomp
# Evidence: datagram
def attempt():
    pair = module('_socket').socketpair(1, 2)
    return pair[0].sendto(b'escape', facts['datagram'])
