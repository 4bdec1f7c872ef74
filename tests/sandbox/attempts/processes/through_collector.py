# What: finds posix by asking the garbage collector, and runs a program
# Expect: Nothing EPERM EACCES
# Control: succeeds
# Evidence: arena
def attempt():
    posix = [each for each in gc.get_objects() if isinstance(each, types.ModuleType) and each.__name__ == 'posix'] or [module('posix')]
    if posix[0].system('echo made > "%s"' % in_arena('made')):
        raise Nothing('the shell did not run')
    return 'the shell ran'
