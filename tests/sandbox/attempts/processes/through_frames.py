# What: reaches the worker's own modules through the frames below it, and forks with them
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    frame = sys._getframe()
    while frame is not None and 'actors_runtime' not in frame.f_globals.get('__name__', ''):
        frame = frame.f_back
    return child(sys.modules['actors_runtime.base_zygote'].os.fork())
