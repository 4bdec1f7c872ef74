# What: lists the data directory
# Expect: EACCES
# Control: succeeds
# Without: Landlock
def attempt():
    return os.listdir(facts['data'])
