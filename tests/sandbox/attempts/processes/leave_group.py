# What: leaves its process group
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return os.setpgid(0, 0)
