# What: writes a program to memory and runs it
# Expect: EPERM
# Control: succeeds
# Without python3: Seccomp
def attempt():
    descriptor = raw('memfd_create', b'escape', 0)
    os.write(descriptor, b'#!/bin/true\n')
    return 'a program in memory, to run as /proc/self/fd/%d' % descriptor
