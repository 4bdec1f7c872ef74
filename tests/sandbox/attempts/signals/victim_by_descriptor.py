# What: kills a process of the machine that it holds by descriptor
# Expect: EPERM
# Control: succeeds
# Evidence: victim
def attempt():
    return raw('pidfd_send_signal', raw('pidfd_open', facts['victim'], 0), 9, 0, 0)
