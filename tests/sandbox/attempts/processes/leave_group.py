# What: leaves its process group
# Expect: EPERM
# Control: succeeds
def attempt():
    return os.setpgid(0, 0)
