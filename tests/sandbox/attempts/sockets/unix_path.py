# What: connects to a Unix socket of the machine
# Expect: EPERM EACCES
# Control: succeeds
# Without: Seccomp
# Evidence: listener
def attempt():
    made = module('_socket').socket(1, 1)
    made.connect(facts['unix'])
    return 'connected'
