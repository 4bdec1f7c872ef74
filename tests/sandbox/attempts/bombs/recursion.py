# What: recurses to the end of its stack
# Expect: RuntimeError RecursionError killed
# Control: not a layer: Python's own limit, or the worker dies
def attempt():
    sys.setrecursionlimit(10 ** 9)

    def down():
        return [down()]
    down()
