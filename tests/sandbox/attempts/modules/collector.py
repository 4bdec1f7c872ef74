# What: finds the fork that was removed among all objects, and calls it
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    found = [each for each in gc.get_objects() if type(each) is type(len) and each.__name__ == 'fork']
    return child((found or [__import__('posix').fork])[0]())
