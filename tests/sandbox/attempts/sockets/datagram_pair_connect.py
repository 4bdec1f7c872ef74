# What: connects a datagram socket of a pair elsewhere
# Expect: EPERM EACCES
# Control: succeeds
# Without: Seccomp
def attempt():
    pair = module('_socket').socketpair(1, 2)
    pair[0].connect(facts['datagram'])
    return 'connected'
