# What: answers with 100,000 headers
# Expect: killed 500
# Control: not a layer: the gateway limits what it sends on
def attempt():
    return {'status': '200 OK', 'headers': [('X-Bomb-%d' % number, 'x' * 100) for number in range(100000)], 'body': b'x'}
