# What: changes its own code
# Expect: EACCES EROFS
# Control: succeeds
def attempt():
    return write(os.path.join(HERE, 'planted.py'), b'x = 1')
