# What: signals everybody
# Expect: EPERM
# Control: succeeds
def attempt():
    os.kill(-1, 0)
    return 'allowed'
