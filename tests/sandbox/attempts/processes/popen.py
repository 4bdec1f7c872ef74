# What: runs a program through a pipe
# Expect: Nothing EPERM EACCES ENOMEM
# Control: succeeds
def attempt():
    with_output = os.popen('echo made').read()
    if not with_output:
        raise Nothing('no output')
    return with_output
