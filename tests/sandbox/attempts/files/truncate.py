# What: truncates a file outside by name
# Expect: EACCES EROFS
# Control: succeeds
# Evidence: arena
def attempt():
    return raw('truncate', in_arena('canary').encode(), 1)
