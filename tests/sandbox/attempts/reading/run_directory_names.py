# What: finds out that a file exists where only the silo's user may look
# Expect: EACCES
# Control: succeeds
# Without ordinary: Seccomp
# Without root: User
# Only: root
def attempt():
    return os.stat(facts['data'] + '/run/workers.sock').st_size
