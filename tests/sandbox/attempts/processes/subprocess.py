# What: runs a program with subprocess
# Expect: EPERM EACCES
# Control: succeeds
# Evidence: arena
def attempt():
    return module('subprocess').call(['/bin/sh', '-c', 'echo made > "%s"' % in_arena('made')])
