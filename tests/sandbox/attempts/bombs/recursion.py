# What: recurses in C to the end of its stack
# Expect: killed RuntimeError RecursionError
# Control: not a layer: Python's own limit, or the worker dies
def attempt():
    sys.setrecursionlimit(10 ** 9)
    nested = []
    for _ in range(10 ** 6):
        nested = [nested]
    return len(repr(nested))
