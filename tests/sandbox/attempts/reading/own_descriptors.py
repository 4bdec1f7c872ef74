# What: opens its own descriptors anew, with other rights
# Expect: EACCES ENOENT
# Control: succeeds
# Without: Mounts
def attempt():
    return os.close(os.open('/proc/self/fd/0', os.O_RDONLY))
