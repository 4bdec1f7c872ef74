# What: opens a setting of the kernel to write
# Expect: EACCES ENOENT EROFS
# Control: root
def attempt():
    return os.close(os.open('/proc/sys/kernel/hostname', os.O_WRONLY))
