# What: reads /etc/passwd
# Expect: EACCES
# Control: succeeds
# Without: Landlock
def attempt():
    assert b'root:' in read('/etc/passwd')
    return 'read it'
