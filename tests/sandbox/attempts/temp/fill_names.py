# What: fills its temp directory with empty files
# Expect: ENOSPC
# Control: succeeds
# Without: Mounts
# Only: python3
def attempt():
    directory = module('tempfile').mkdtemp()
    count = 0
    try:
        for count in range(20000):
            write(os.path.join(directory, str(count)), b'')
        return '%d files' % count
    finally:
        for number in range(count):
            os.unlink(os.path.join(directory, str(number)))
