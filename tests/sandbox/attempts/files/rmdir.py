# What: removes a directory outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return os.rmdir(in_arena('empty'))
