# What: reads /proc/1/environ
# Expect: EACCES ENOENT
# Control: not even every root may
def attempt():
    return len(read('/proc/1/environ'))
