# What: writes a million lines past the log, to its standard error
# Expect: contained
# Control: not a layer: the silo keeps the last lines
def attempt():
    block = b'line\n' * 10000
    for _ in range(100):
        os.write(2, block)
    return {'detail': 'written'}
