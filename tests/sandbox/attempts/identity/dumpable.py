# What: makes itself visible to debuggers
# Expect: EPERM
# Control: succeeds
def attempt():
    return raw('prctl', 4, 1, 0, 0, 0)
