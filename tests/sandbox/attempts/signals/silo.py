# What: signals the silo
# Expect: EPERM
# Control: succeeds
def attempt():
    os.kill(facts['silo'], 0)
    return 'allowed'
