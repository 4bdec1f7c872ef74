# What: reads another app's environment
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return len(read('/proc/%d/environ' % facts['neighbour']))
