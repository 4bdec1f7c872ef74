# What: opens a control group to leave it
# Expect: EACCES ENOENT EROFS
# Control: root
def attempt():
    for directory in ('/sys/fs/cgroup', '/sys/fs/cgroup/memory'):
        if os.path.exists(directory + '/cgroup.procs'):
            return os.close(os.open(directory + '/cgroup.procs', os.O_WRONLY))
    raise OSError(13, 'nothing to be seen')
