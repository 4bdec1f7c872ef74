# What: lists the root directory
# Expect: EACCES
# Control: succeeds
def attempt():
    return os.listdir('/')
