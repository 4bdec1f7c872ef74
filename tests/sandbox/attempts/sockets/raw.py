# What: makes a raw socket
# Expect: EPERM
# Control: root
def attempt():
    return module('_socket').socket(2, 3, 1).fileno()
