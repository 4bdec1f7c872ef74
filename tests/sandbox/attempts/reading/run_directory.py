# What: looks for the workers' socket where the silo has it
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
def attempt():
    return os.listdir(facts['data'] + '/run')
