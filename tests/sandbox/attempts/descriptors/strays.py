# What: writes into descriptors that it inherited
# Expect: Nothing
# Control: succeeds
# Without: Descriptors
def attempt():
    stat = module('stat')
    found = []
    for descriptor in range(3, 1024):
        try:
            mode = os.fstat(descriptor).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            try:
                os.write(descriptor, b'')
                found.append(descriptor)
            except OSError:
                pass  # The lifeline's reading end.
        elif stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            found.append(descriptor)
    if not found:
        raise Nothing('none')
    return found
