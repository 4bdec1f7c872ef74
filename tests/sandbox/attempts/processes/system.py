# What: has the shell make a file
# Expect: Nothing EPERM EACCES
# Control: succeeds
# Evidence: arena
def attempt():
    status = os.system('echo made > "%s"' % in_arena('made'))
    if status:
        raise Nothing('status %d' % status)
    return 'the shell ran'
