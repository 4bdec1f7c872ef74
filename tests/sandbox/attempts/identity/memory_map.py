# What: moves the borders of its memory
# Expect: EPERM
# Control: root
def attempt():
    return reach('prctl', 35, 99, 0, 0, 0)
