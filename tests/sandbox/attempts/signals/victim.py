# What: kills a process of the machine
# Expect: EPERM
# Control: succeeds
# Evidence: victim
def attempt():
    os.kill(facts['victim'], 9)
    return 'killed'
