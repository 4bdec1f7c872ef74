# What: runs a program from its temp directory
# Expect: EPERM EACCES
# Control: succeeds
# Without: Seccomp
# Only: python3
def attempt():
    path = os.path.join(module('tempfile').mkdtemp(), 'program')
    write(path, b'#!/bin/true\n')
    os.chmod(path, 0o755)
    return child(os.fork())
