# What: opens up its own code
# Expect: EACCES EROFS EPERM
# Control: succeeds
def attempt():
    return os.chmod(os.path.join(HERE, 'main.py'), 0o777)
