# What: truncates a file through a descriptor for reading
# Expect: EACCES EROFS EINVAL
# Control: the kernel itself wants a descriptor for writing
def attempt():
    descriptor = os.open(os.path.join(HERE, 'main.py'), os.O_RDONLY)
    try:
        return os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
