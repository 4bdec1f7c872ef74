# What: runs a program with posix_spawn
# Expect: EPERM EACCES
# Control: succeeds
# Evidence: arena
def attempt():
    ctypes = module('ctypes')
    function = ctypes.CDLL(None)['posix_spawn']
    words = [b'/bin/sh', b'-c', ('echo made > "%s"' % in_arena('made')).encode()]
    arguments = (ctypes.c_char_p * 4)(*(words + [None]))
    pid = ctypes.c_int()
    result = function(ctypes.byref(pid), ctypes.c_char_p(b'/bin/sh'), None, None, arguments, (ctypes.c_char_p * 1)(None))
    if result:
        raise OSError(result, os.strerror(result))
    os.waitpid(pid.value, 0)
    return 'spawned'
