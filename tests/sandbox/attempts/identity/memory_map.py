# What: moves the borders of its memory
# Expect: EPERM
# Control: not even every root has the capability that the kernel wants
def attempt():
    return reach('prctl', 35, 99, 0, 0, 0)
