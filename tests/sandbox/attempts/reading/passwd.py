# What: reads /etc/passwd
# Expect: EACCES
# Control: succeeds
def attempt():
    assert b'root:' in read('/etc/passwd')
    return 'read it'
