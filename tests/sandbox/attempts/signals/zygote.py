# What: signals its zygote
# Expect: EPERM
# Control: succeeds
def attempt():
    os.kill(facts['zygote'], 0)
    return 'allowed'
