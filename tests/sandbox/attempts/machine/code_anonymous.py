# What: makes memory executable and runs what it wrote there
# Expect: EPERM EACCES SIGSYS
# Control: succeeds
# Without: Seccomp
# Only: python27
# Processor: x86_64
def attempt():
    ctypes = module('ctypes')
    mmap = ctypes.CDLL(None, use_errno=True)['mmap']
    mmap.restype = ctypes.c_void_p
    address = mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    if address in (None, 2 ** 64 - 1):
        raise OSError(ctypes.get_errno(), 'mmap')
    ctypes.memmove(address, b'\xb8\x2a\x00\x00\x00\xc3', 6)  # mov eax, 42; ret
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
