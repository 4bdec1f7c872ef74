# What: clones itself as fork does
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return child(forked('clone', 17, 0, 0, 0, 0))
