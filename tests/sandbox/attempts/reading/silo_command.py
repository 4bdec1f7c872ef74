# What: reads the silo's command line
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return read('/proc/%d/cmdline' % facts['silo'])
