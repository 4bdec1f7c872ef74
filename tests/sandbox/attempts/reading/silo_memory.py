# What: opens the silo's memory
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return os.close(os.open('/proc/%d/mem' % facts['silo'], os.O_RDONLY))
