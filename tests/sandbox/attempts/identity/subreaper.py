# What: becomes the parent of orphans
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return raw('prctl', 36, 1, 0, 0, 0)
