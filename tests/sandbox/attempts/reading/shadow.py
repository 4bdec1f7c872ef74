# What: reads /etc/shadow
# Expect: EACCES
# Control: root
def attempt():
    assert b'root:' in read('/etc/shadow')
    return 'read it'
