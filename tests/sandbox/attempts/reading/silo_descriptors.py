# What: lists the silo's descriptors
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(os.listdir('/proc/%d/fd' % facts['silo']))
