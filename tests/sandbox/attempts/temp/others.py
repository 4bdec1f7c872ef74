# What: looks into the temp directories of others
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
# Only: python3
def attempt():
    return os.listdir(facts['data'] + '/runtime/temp')
