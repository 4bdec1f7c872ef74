# What: puts a socket file outside
# Expect: EACCES EROFS EPERM
# Control: succeeds
# Evidence: arena
def attempt():
    made = module('_socket').socket(1, 1)
    return made.bind(in_arena('socket'))
