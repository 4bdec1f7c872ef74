# What: listens on a port
# Expect: EPERM
# Control: succeeds
def attempt():
    made = module('_socket').socket(2, 1)
    made.bind(('127.0.0.1', 0))
    made.listen(1)
    return made.getsockname()[1]
