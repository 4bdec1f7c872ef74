# What: makes a file outside the oldest way
# Expect: EACCES EROFS ENOSYS
# Control: succeeds
# Evidence: arena
def attempt():
    return raw('creat', in_arena('made').encode(), 0o666)
