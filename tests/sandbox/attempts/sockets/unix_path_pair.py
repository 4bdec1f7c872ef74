# What: connects the half of a socket pair to a Unix socket of the machine
# Expect: EPERM EACCES
# Control: the kernel itself does not connect a socket twice
def attempt():
    pair = module('_socket').socketpair(1, 1)
    pair[0].connect(facts['unix'])
    return 'connected'
