# What: queues a deadly signal to a process of the machine
# Expect: EPERM
# Control: succeeds
# Evidence: victim
def attempt():
    return raw('rt_sigqueueinfo', facts['victim'], 9, module('struct').pack('=iii', 9, 0, -1) + b'\0' * 120)
