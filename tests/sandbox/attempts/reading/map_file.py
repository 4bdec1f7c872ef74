# What: maps a file outside into memory
# Expect: EACCES
# Control: succeeds
# Without: Landlock
def attempt():
    descriptor = os.open(facts['secret'], os.O_RDONLY)
    try:
        mapped = module('mmap').mmap(descriptor, 0, 1, 1)
        return mapped[:4]
    finally:
        os.close(descriptor)
