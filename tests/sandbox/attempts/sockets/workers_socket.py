# What: connects to the socket that the silo's workers come in by
# Expect: EPERM EACCES
# Control: succeeds
# Without ordinary: Seccomp
def attempt():
    made = module('_socket').socket(1, 1)
    made.connect(facts['data'] + '/run/workers.sock')
    return 'connected'
