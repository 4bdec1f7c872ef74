# What: says on its control connection what only a zygote says: that another process is its worker
# Expect: killed
# Control: not a layer: the silo trusts no byte of a worker
# Evidence: victim
def attempt():
    frame = module('marshal').dumps((1, facts['victim'], 1, 1), 2)
    control_connection().sendall(module('struct').pack('<IB', len(frame), 66) + frame)
    module('time').sleep(10)
