# What: makes memory executable after writing to it
# Expect: EPERM EACCES
# Control: succeeds
# Without: Seccomp
# Only: python27
def attempt():
    ctypes = module('ctypes')
    libc = ctypes.CDLL(None, use_errno=True)
    mmap = libc['mmap']
    mmap.restype = ctypes.c_void_p
    address = mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))
    if libc['mprotect'](ctypes.c_void_p(address), ctypes.c_size_t(4096), 5):
        raise OSError(ctypes.get_errno(), 'mprotect')
    return 'executable'
