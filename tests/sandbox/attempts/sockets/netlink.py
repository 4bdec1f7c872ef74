# What: asks the kernel about the network
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return module('_socket').socket(16, 3, 0).fileno()
