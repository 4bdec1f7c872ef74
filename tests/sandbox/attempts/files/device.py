# What: opens the terminal of the silo
# Expect: EACCES EROFS ENXIO ENOENT
# Control: where the tests run there is no terminal
def attempt():
    return write('/dev/tty', b'x', os.O_WRONLY)
