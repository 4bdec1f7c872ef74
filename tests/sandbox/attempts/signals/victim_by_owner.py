# What: has the kernel signal a process of the machine when a pipe fills
# Expect: EPERM
# Control: succeeds
# Evidence: victim
def attempt():
    fcntl = module('fcntl')
    reading, writing = os.pipe()
    try:
        fcntl.fcntl(reading, 8, facts['victim'])
        fcntl.fcntl(reading, 4, fcntl.fcntl(reading, 3) | 0o20000)
        os.write(writing, b'x')
        return 'signalled'
    finally:
        os.close(reading)
        os.close(writing)
