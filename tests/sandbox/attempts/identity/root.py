# What: is the silo's own user
# Expect: Nothing
# Control: succeeds
# Without: User
# Only: root
def attempt():
    if os.getuid() != facts['uid']:
        raise Nothing('user %d' % os.getuid())
    return 'user %d' % os.getuid()
