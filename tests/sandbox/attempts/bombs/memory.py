# What: takes memory without end
# Expect: MemoryError killed
# Control: not a layer: the silo ends an instance that takes far more than its class has, beside RLIMIT_DATA
def attempt():
    kept = []
    for _ in range(2048):
        kept.append(b'x' * (1 << 20))
    return '%d MiB' % len(kept)
