# What: sets an attribute of a file outside
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Without python3 root: Mounts
# Evidence: arena
def attempt():
    return raw('setxattr', in_arena('canary').encode(), b'user.escape', b'x', 1, 0)
