# What: connects over IPv6
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return module('_socket').socket(10, 1).fileno()
