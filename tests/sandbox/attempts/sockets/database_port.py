# What: connects to a database's port, such as PostgreSQL's
# Expect: EPERM
# Control: succeeds
# Evidence: listener
def attempt():
    made = module('_socket').socket(2, 1)
    made.connect(('127.0.0.1', facts['database']))
    return 'connected'
