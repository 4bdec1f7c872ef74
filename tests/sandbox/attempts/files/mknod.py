# What: makes a device, a disk's
# Expect: EACCES EROFS EPERM
# Control: root
# Evidence: arena
def attempt():
    return os.mknod(in_arena('disk'), 0o60666, os.makedev(8, 0))
