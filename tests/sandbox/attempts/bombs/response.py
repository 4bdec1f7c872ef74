# What: answers with 40 MB
# Expect: 500
# Control: not a layer: the gateway limits what it sends on
def attempt():
    return {'status': '200 OK', 'body': b'x' * 40000000}
