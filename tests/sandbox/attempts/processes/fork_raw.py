# What: forks by the system call
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return child(forked('fork'))
