# What: reads the key that sign-in cookies are signed with
# Expect: EACCES
# Control: succeeds
def attempt():
    return len(read(facts['data'] + '/sign-in.key'))
