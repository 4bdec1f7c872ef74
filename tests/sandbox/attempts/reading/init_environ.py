# What: reads /proc/1/environ
# Expect: EACCES ENOENT
# Control: root
def attempt():
    return len(read('/proc/1/environ'))
