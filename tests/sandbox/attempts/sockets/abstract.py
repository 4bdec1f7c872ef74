# What: connects to an abstract Unix socket of the machine
# Expect: EPERM
# Control: succeeds
# Evidence: listener
def attempt():
    made = module('_socket').socket(1, 1)
    made.connect('\0' + facts['abstract'])
    return 'connected'
