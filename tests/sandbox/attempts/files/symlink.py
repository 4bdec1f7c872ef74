# What: makes a symbolic link outside
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return os.symlink('/etc/passwd', in_arena('symbolic'))
