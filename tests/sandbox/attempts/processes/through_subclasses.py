# What: finds Popen by walking all classes, and runs a program
# Expect: EPERM EACCES
# Control: succeeds
# Evidence: arena
def attempt():
    module('subprocess')
    found = [each for each in object.__subclasses__() if each.__name__ == 'Popen'][0]
    return found(['/bin/sh', '-c', 'echo made > "%s"' % in_arena('made')]).wait()
