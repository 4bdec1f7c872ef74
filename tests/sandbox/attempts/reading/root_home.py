# What: lists root's home
# Expect: EACCES
# Control: root
def attempt():
    return os.listdir('/root')
