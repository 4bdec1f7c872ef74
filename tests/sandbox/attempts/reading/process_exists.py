# What: finds out that a process exists, by its directory in /proc
# Expect: EACCES ENOENT
# Control: succeeds
# Without: Mounts
def attempt():
    return os.stat('/proc/%d' % facts['silo']).st_uid
