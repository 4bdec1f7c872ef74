# What: signals everybody
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    os.kill(-1, 0)
    return 'allowed'
