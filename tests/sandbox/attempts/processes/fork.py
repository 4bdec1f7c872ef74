# What: forks
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return child(os.fork())
