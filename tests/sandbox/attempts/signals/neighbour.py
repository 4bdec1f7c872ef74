# What: signals another app's worker
# Expect: EPERM
# Control: succeeds
def attempt():
    os.kill(facts['neighbour'], 0)
    return 'allowed'
