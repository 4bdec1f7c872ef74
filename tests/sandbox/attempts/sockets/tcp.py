# What: makes a TCP socket
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return module('_socket').socket(2, 1).fileno()
