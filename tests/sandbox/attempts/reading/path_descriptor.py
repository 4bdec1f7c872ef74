# What: opens a file outside as a place, then reads it through that
# Expect: EACCES ENOENT EBADF
# Control: succeeds
# Evidence: secret
def attempt():
    place = os.open(facts['secret'], 0o10000000)
    try:
        return read('/proc/self/fd/%d' % place)
    finally:
        os.close(place)
