# What: keeps its capabilities over a change of user
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return raw('prctl', 8, 1, 0, 0, 0)
