# What: makes a file in /dev/shm
# Expect: EACCES EROFS ENOENT
# Control: succeeds
def attempt():
    path = '/dev/shm/actors-escape-%d' % os.getpid()
    result = write(path, b'x')
    os.unlink(path)
    return result
