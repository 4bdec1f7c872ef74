# What: exchanges two files outside, with renameat2
# Expect: EACCES EROFS EXDEV
# Control: succeeds
# Evidence: arena
def attempt():
    return raw('renameat2', -100, in_arena('canary').encode(), -100, in_arena('open').encode(), 2)
