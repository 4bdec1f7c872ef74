# What: forks through ctypes, brought back where the import rules removed it
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return child(forked('fork'))
