# What: links a file outside into its temp directory
# Expect: EACCES EXDEV EPERM
# Control: the arena and the temp directory may be two file systems
# Only: python3
def attempt():
    return os.link(in_arena('canary'), os.path.join(module('tempfile').mkdtemp(), 'linked'))
