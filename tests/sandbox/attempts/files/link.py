# What: links a file outside into a directory outside
# Expect: EACCES EROFS EXDEV
# Control: succeeds
# Evidence: arena
def attempt():
    return os.link(in_arena('canary'), in_arena('linked'))
