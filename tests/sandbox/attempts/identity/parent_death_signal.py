# What: changes the signal that it gets when its parent ends
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return raw('prctl', 1, 0, 0, 0, 0)
