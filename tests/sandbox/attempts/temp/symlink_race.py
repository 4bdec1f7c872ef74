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
    try:
        for _ in range(3000):
            try:
                found = read(path)
            except OSError:
                continue
            if found and found != b'own':
                return found
    finally:
        stop.set()
        flipping.join()
    raise Nothing('3,000 times')
