# What: makes a TCP socket
# Expect: EPERM
# Control: succeeds
def attempt():
    return module('_socket').socket(2, 1).fileno()
