# What: forks
# Expect: EPERM
# Control: succeeds
def attempt():
    return child(os.fork())
