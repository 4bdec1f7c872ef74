# What: loads a C extension from its own files
# Expect: ImportError OSError EPERM
# Control: succeeds
# Without: Seccomp
# Only: python27
def attempt():
    ctypes = module('ctypes')
    return ctypes.CDLL(os.path.join(HERE, 'extension.so'))._name
