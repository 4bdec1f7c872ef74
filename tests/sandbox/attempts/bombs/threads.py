# What: starts three times as many threads as it may have
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
    begun, ended = [], []

    def wait():
        begun.append(1)
        gate.acquire()
        gate.release()
        ended.append(1)
    size = low.stack_size(64 << 10)
    try:
        # Enough to show that there is no ceiling; of 10,000 the memory alone would end the worker.
        while started < 3 * facts['max_threads']:
            if time.time() > end:
                if started > 2 * facts['max_threads']:
                    break  # On a busy machine these have to do.
                raise Unavailable('only %d threads started in 8 s' % started)
            low.start_new_thread(wait, ())
            started += 1
            # Each is to wait at the gate: where thousands want the interpreter at once nobody gets on.
            while len(begun) < started - 20 and time.time() < end:
                time.sleep(0.0001)
        return '%d threads' % started
    finally:
        low.stack_size(size)
        gate.release()
        while len(ended) < started and time.time() < end + 4:
            time.sleep(0.01)
