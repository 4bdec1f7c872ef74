# What: makes a Unix socket
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return module('_socket').socket(1, 1).fileno()
