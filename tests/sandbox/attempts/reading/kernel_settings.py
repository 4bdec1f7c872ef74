# What: reads the kernel's settings
# Expect: EACCES ENOENT
# Control: succeeds
def attempt():
    return read('/proc/sys/kernel/hostname')
