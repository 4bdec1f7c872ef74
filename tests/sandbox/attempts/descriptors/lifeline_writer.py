# What: holds the writing end of its own lifeline, to outlive the silo
# Expect: EACCES ENOENT EROFS EPERM Nothing
# Control: succeeds
def attempt():
    stat = module('stat')
    for descriptor in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                return os.close(os.open('/proc/self/fd/%d' % descriptor, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            if error.errno != 9:
                raise
    raise AssertionError('no lifeline')
