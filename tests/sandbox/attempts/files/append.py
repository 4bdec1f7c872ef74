# What: appends to a file outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return write(in_arena('canary'), b'more', os.O_WRONLY | os.O_APPEND)
