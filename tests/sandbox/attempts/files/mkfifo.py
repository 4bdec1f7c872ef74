# What: makes a FIFO outside
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Evidence: arena
def attempt():
    return os.mkfifo(in_arena('fifo'))
