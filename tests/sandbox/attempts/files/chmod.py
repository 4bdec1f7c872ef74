# What: opens up a file outside
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Evidence: arena
def attempt():
    return os.chmod(in_arena('canary'), 0o777)
