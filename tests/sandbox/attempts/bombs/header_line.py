# What: answers with a header of 30 MB
# Expect: 500 contained
# Control: not a layer: the gateway limits what it sends on
def attempt():
    return {'status': '200 OK', 'headers': [('X-Bomb', 'x' * 30000000)], 'body': b'x'}
