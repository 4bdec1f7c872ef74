# What: lists the machine's processes
# Expect: EACCES ENOENT Nothing
# Control: succeeds
def attempt():
    names = [name for name in os.listdir('/proc') if name.isdigit()]
    if not names:
        raise Nothing('there are none')
    return '%d processes' % len(names)
