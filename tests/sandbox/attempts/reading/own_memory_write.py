# What: opens /proc/self/mem to write through its mappings
# Expect: EACCES ENOENT EROFS
# Control: succeeds
def attempt():
    return os.close(os.open('/proc/self/mem', os.O_RDWR))
