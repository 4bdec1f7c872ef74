# What: asks for signals to itself, thousands a second, with no handler
# Expect: killed
# Control: not a layer: the worker dies
def attempt():
    signal = module('signal')
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    module('time').sleep(5)
