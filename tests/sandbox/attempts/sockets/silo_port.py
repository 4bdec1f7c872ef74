# What: connects to the silo's own port
# Expect: EPERM
# Control: succeeds
def attempt():
    made = module('_socket').socket(2, 1)
    made.connect(('127.0.0.1', facts['port']))
    return 'connected'
