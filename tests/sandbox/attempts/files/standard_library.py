# What: plants a module in the directory that all Pythons look in first
# Expect: EACCES EROFS
# Control: root
def attempt():
    path = os.path.join(os.path.dirname(os.__file__), 'actors_escape_planted.txt')
    result = write(path, b'x')
    os.unlink(path)
    return result
