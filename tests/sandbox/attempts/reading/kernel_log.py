# What: reads the kernel's log
# Expect: EACCES ENOENT
# Control: root
def attempt():
    return os.close(os.open('/dev/kmsg', os.O_RDONLY | os.O_NONBLOCK))
