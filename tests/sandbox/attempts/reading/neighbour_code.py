# What: reads another app's code
# Expect: EACCES
# Control: succeeds
def attempt():
    assert b'neighbour' in read(facts['neighbour_code'] + '/main.py')
    return 'read it'
