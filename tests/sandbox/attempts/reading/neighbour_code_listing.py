# What: lists another app's files
# Expect: EACCES
# Control: succeeds
def attempt():
    return os.listdir(facts['neighbour_code'])
