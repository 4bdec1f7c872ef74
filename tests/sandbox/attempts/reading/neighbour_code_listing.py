# What: lists another app's files
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
def attempt():
    return os.listdir(facts['neighbour_code'])
