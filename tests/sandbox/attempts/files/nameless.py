# What: makes a file without a name in a directory outside
# Expect: EACCES EROFS EOPNOTSUPP
# Control: succeeds
def attempt():
    return write(facts['arena'], b'x', 0o20200000 | os.O_WRONLY)
