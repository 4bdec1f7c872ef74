# What: ends its process
# Expect: killed
# Control: not a layer: the worker ends
def attempt():
    os._exit(0)
