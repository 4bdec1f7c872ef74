# What: signals its process group, which is the silo's
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    os.kill(0, 0)
    return 'allowed'
