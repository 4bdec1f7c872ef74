# What: writes to address zero
# Expect: killed
# Control: not a layer: the worker dies
def attempt():
    ctypes = module('ctypes')
    ctypes.memset(0, 0, 1)
