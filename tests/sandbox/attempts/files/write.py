# What: makes a file outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return write(in_arena('made'), b'made')
