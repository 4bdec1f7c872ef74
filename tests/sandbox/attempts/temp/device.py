# What: makes a device in its temp directory
# Expect: EPERM EACCES
# Control: root
# Only: python3
def attempt():
    path = os.path.join(module('tempfile').gettempdir(), 'disk')
    os.mknod(path, 0o60666, os.makedev(8, 0))
    os.unlink(path)
    return 'made'
