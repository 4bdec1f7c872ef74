# What: opens descriptors without end
# Expect: EMFILE
# Control: succeeds
# Without: ResourceLimits
def attempt():
    opened = []
    try:
        for _ in range(4000):
            opened.append(os.dup(0))
        return '%d descriptors' % len(opened)
    finally:
        for each in opened:
            os.close(each)
