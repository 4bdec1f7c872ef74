# What: makes a directory outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return os.mkdir(in_arena('directory'))
