# What: reads the silo's environment
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(read('/proc/%d/environ' % facts['silo']))
