# What: opens the lifeline where it lies, to keep it alive
# Expect: EACCES EROFS
# Control: succeeds
# Without python3 ordinary: Landlock
def attempt():
    return os.close(os.open(facts['data'] + '/run/lifeline', os.O_WRONLY | os.O_NONBLOCK))
