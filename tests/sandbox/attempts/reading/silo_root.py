# What: goes through the silo's root directory
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    assert b'root:' in read('/proc/%d/root/etc/passwd' % facts['silo'])
    return 'read it'
