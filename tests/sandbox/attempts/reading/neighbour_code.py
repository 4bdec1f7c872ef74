# What: reads another app's code
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
def attempt():
    assert b'neighbour' in read(facts['neighbour_code'] + '/main.py')
    return 'read it'
