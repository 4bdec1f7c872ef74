# What: holds a capability, or could be given one
# Expect: Nothing
# Control: succeeds
# Without: Capabilities
# Control ordinary: an ordinary user has none to keep
def attempt():
    ctypes = module('ctypes')
    data = ctypes.create_string_buffer(24)
    raw('capget', module('struct').pack('=Ii', 0x20080522, 0), ctypes.addressof(data))
    held = [each for each in module('struct').unpack('=6I', data.raw) if each]
    bounding = [number for number in range(64) if 'prctl' in facts['numbers'] and _has(number)]
    if held or (bounding and os.getuid() == 0) or (bounding and facts['user'] == 'root'):
        return 'held %s, bounding set %s' % (held, bounding)
    raise Nothing('none')


def _has(number):
    try:
        return raw('prctl', 23, number, 0, 0, 0) == 1
    except OSError:
        return False
