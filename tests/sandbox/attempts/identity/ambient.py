# What: keeps capabilities for programs
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return raw('prctl', 47, 4, 0, 0, 0)
