# What: reads a file outside that everybody may read
# Expect: EACCES
# Control: succeeds
# Without: Landlock
# Evidence: secret
def attempt():
    return read(facts['secret'])
