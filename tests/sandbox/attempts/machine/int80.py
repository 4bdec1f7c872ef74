# What: makes a 32-bit system call, getpid, with code of its own
# Expect: SIGSYS EPERM EACCES SIGSEGV
# Control: kernel
# Absent: SIGSEGV
# Without: Seccomp
# Processor: x86_64
def attempt():
    ctypes = module('ctypes')
    mmap = ctypes.CDLL(None, use_errno=True)['mmap']
    mmap.restype = ctypes.c_void_p
    descriptor = os.open(os.path.join(HERE, 'code32.bin'), os.O_RDONLY)
    address = mmap(None, ctypes.c_size_t(4096), 5, 2, descriptor, ctypes.c_long(0))
    if address in (None, 2 ** 64 - 1):
        raise OSError(ctypes.get_errno(), 'mmap')
    pid = ctypes.PYFUNCTYPE(ctypes.c_int)(address)()
    assert pid == os.getpid()
    return 'it answered'
