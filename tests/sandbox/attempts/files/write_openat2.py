# What: makes a file outside the newest way
# Expect: ENOSYS
# Control: succeeds
# Evidence: arena
def attempt():
    return raw('openat2', -100, in_arena('made').encode(), struct_of(os.O_WRONLY | os.O_CREAT, 0o666, 0), 24)
