# What: changes the times of a file outside
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Evidence: arena
def attempt():
    return os.utime(in_arena('canary'), (1, 1))
