# What: opens the silo's memory to write
# Expect: EACCES ENOENT EROFS
# Control: succeeds
def attempt():
    return os.close(os.open('/proc/%d/mem' % facts['silo'], os.O_RDWR))
