# What: starts 10,000 threads
# Expect: EAGAIN error RuntimeError
# Control: succeeds
# Without: ResourceLimits
# Only: root
def attempt():
    low = module('thread' if sys.version_info[0] == 2 else '_thread')
    time = module('time')
    gate = low.allocate_lock()
    gate.acquire()
    started, end = 0, time.time() + 8
    ended = []

    def wait():
        gate.acquire()
        gate.release()
        ended.append(1)
    size = low.stack_size(64 << 10)
    try:
        while started < 10000:
            if time.time() > end:
                if started > 2 * facts['max_threads']:
                    break  # On a busy machine these have to do.
                raise Unavailable('only %d threads started in 8 s' % started)
            low.start_new_thread(wait, ())
            started += 1
        return '%d threads' % started
    finally:
        low.stack_size(size)
        gate.release()
        while len(ended) < started and time.time() < end + 4:
            time.sleep(0.01)
