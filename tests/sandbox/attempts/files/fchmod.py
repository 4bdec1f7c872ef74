# What: opens up a file outside through a descriptor
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Evidence: arena
def attempt():
    descriptor = os.open(in_arena('canary'), os.O_RDONLY)
    try:
        return os.fchmod(descriptor, 0o777)
    finally:
        os.close(descriptor)
