# What: changes what being root means
# Expect: EPERM
# Control: root
def attempt():
    return raw('prctl', 28, 0, 0, 0, 0)
