# What: deletes a file outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return os.unlink(in_arena('canary'))
