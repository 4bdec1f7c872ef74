# What: makes a system call with an x32 number
# Expect: SIGSYS
# Control: this kernel may have no x32
# Processor: x86_64
def attempt():
    return raw(0x40000000 + 39)
