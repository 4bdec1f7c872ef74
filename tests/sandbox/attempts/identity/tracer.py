# What: allows anybody to trace it
# Expect: EPERM
# Control: only where the kernel has Yama
def attempt():
    return raw('prctl', 0x59616d61, -1, 0, 0, 0)
