# What: reads the silo's address layout
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(read('/proc/%d/maps' % facts['silo']))
