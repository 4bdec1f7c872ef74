# What: forks onto a terminal of its own
# Expect: EPERM EACCES ENOENT EROFS OSError
# Control: succeeds
def attempt():
    pid, descriptor = os.forkpty()
    if pid:
        os.close(descriptor)
    return child(pid)
