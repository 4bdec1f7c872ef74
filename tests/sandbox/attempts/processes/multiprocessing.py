# What: starts a process with multiprocessing
# Expect: EPERM EACCES ENOSYS ENOENT EROFS
# Control: succeeds
# Without: Seccomp
def attempt():
    if sys.version_info[0] == 2:
        Process = module('multiprocessing').Process
    else:
        Process = module('multiprocessing').get_context('fork').Process
    process = Process(target=os._exit, args=(42,))
    process.start()
    process.join()
    return 'exited with %s' % process.exitcode
