# What: opens /proc/self/mem
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return os.close(os.open('/proc/self/mem', os.O_RDONLY))
