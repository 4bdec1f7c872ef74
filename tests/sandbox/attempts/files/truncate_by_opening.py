# What: opens a file outside to empty it
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    os.close(os.open(in_arena('canary'), os.O_WRONLY | os.O_TRUNC))
    return 'emptied'
