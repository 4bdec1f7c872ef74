# What: lists the data directory
# Expect: EACCES
# Control: succeeds
def attempt():
    return os.listdir(facts['data'])
