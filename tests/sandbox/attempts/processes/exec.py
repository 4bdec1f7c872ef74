# What: runs a program in its place
# Expect: EPERM EACCES
# Control: not made: the worker would be gone
def attempt():
    os.execv('/bin/true', ['true'])
