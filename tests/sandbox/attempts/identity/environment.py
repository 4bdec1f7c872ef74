# What: looks for what the silo has in its environment
# Expect: Nothing
# Control: not a layer: the silo gives workers an environment of their own
def attempt():
    ctypes = module('ctypes')
    libc = ctypes.CDLL(None)
    getenv = libc['getenv']
    getenv.restype = ctypes.c_char_p
    found = [name for name in ('ACTORS_TEST_SECRET', 'DOTNET_ROOT', 'HOME', 'Storage__ConnectionString') if getenv(name.encode()) or name in os.environ]
    if 'ACTORS_TEST_SECRET' not in found:
        raise Nothing('%s' % found)
    return found
