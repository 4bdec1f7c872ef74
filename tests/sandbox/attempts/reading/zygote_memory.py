# What: opens its zygote's memory
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return os.close(os.open('/proc/%d/mem' % facts['zygote'], os.O_RDONLY))
