# What: reads /proc/self/maps, the address layout of all workers
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(read('/proc/self/maps'))
