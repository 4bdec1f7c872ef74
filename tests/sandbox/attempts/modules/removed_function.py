# What: forks with the function that the import rules replaced
# Expect: EPERM
# Control: succeeds
# Without: Seccomp
def attempt():
    return child(__import__('posix').fork())
