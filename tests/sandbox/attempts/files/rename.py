# What: renames a file outside
# Expect: EACCES EROFS EXDEV
# Control: succeeds
# Evidence: arena
def attempt():
    return os.rename(in_arena('canary'), in_arena('renamed'))
