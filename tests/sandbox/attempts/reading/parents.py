# What: reads a file by a path that climbs out of its code
# Expect: EACCES
# Control: succeeds
# Without: Landlock
# Evidence: secret
def attempt():
    return read(HERE + '/' + '../' * 40 + facts['secret'])
