# What: reads a file outside through a symbolic link in its temp directory
# Expect: EACCES
# Control: succeeds
# Without: Landlock
# Only: python3
# Evidence: secret
def attempt():
    path = os.path.join(module('tempfile').mkdtemp(), 'link')
    os.symlink(facts['secret'], path)
    return read(path)
