# What: takes a file outside
# Expect: EACCES EROFS EPERM
# Control: root
# Evidence: arena
def attempt():
    return os.chown(in_arena('canary'), 12345, 12345)
