# What: reads the key that sign-in cookies are signed with
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
def attempt():
    return len(read(facts['data'] + '/sign-in.key'))
