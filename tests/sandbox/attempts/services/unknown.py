# What: calls a service that is none, with a name that climbs
# Expect: CallNotFoundError
# Control: not a layer: the silo has a list of services
def attempt():
    from google.appengine.api import apiproxy_stub_map
    rpc = apiproxy_stub_map.CreateRPC('../../admin')

    class Message(object):
        def Encode(self):
            return b''
        SerializeToString = Encode

    rpc.make_call('Stop', Message(), Message())
    rpc.wait()
    return rpc.check_success()
