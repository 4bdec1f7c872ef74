# What: shares memory that no limit counts
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    mapped = module('mmap').mmap(-1, 1 << 20)
    mapped[0:1] = b'x'
    return 'mapped'
