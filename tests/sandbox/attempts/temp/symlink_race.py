# What: exchanges a file of its own for a link to one outside while it is opened
# Expect: Nothing
# Control: succeeds
# Without: Landlock
# Only: python3
# Evidence: secret
def attempt():
    directory = module('tempfile').mkdtemp()
    path, link, own = [os.path.join(directory, name) for name in ('path', 'link', 'own')]
    stop = module('threading').Event()

    def flip():
        while not stop.is_set():
            for name, make in ((own, lambda: write(own, b'own')), (link, lambda: os.symlink(facts['secret'], link))):
                make()
                os.rename(name, path)
    write(path, b'own')
    flipping = module('threading').Thread(target=flip)
    flipping.start()
    refused, end = 0, module('time').time() + 15
    try:
        # Until the link was met often enough: how soon that is, is up to the threads.
        while refused < 100 and module('time').time() < end:
            try:
                found = read(path)
            except OSError:
                refused += 1
                continue
            if found and found != b'own':
                return found
    finally:
        stop.set()
        flipping.join()
    if refused < 100:
        raise Unavailable('the link was met %d times in 15 s' % refused)
    raise Nothing('the link was refused %d times' % refused)
