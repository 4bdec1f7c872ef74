# What: makes itself visible to debuggers
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return raw('prctl', 4, 1, 0, 0, 0)
