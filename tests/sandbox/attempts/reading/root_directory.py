# What: lists the root directory
# Expect: EACCES
# Control: succeeds
# Without: Landlock
def attempt():
    return os.listdir('/')
