# What: lists the silo's threads
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(os.listdir('/proc/%d/task' % facts['silo']))
