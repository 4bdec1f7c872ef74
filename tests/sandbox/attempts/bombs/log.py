# What: logs a million lines
# Expect: Nothing
# Control: not a layer: a request keeps a thousand lines
def attempt():
    import logging
    for _ in range(1000):
        sys.stderr.write('line\n' * 1000)
        logging.error('line')
    kept = len(sys.modules['actors_runtime.context'].current.request.lines)
    if kept > 2000:
        return '%d lines are kept' % kept
    raise Nothing('%d lines are kept' % kept)
