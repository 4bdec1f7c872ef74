# What: forks by the system call
# Expect: EPERM
# Control: succeeds
def attempt():
    return child(raw('fork'))
