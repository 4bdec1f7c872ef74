# What: raises its own ceiling of descriptors
# Expect: EPERM ValueError
# Control: succeeds
# Without: Seccomp
def attempt():
    resource = module('resource')
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft - 1, 1), hard))
    return 'it was set'
