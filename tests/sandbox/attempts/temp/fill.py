# What: fills its temp directory, eight times what it may have
# Expect: ENOSPC
# Control: succeeds
# Without: Mounts
# Only: python3
def attempt():
    directory = module('tempfile').mkdtemp()
    block = b'x' * (1 << 20)
    names = []
    try:
        for number in range(8 * facts['temp_bytes'] >> 20):
            names.append(os.path.join(directory, str(number)))
            write(names[-1], block)
        return 'wrote %d MiB' % len(names)
    finally:
        for name in names:
            os.unlink(name)
