# What: opens the machine's memory
# Expect: EACCES ENOENT
# Control: not every kernel lets even root
def attempt():
    return os.close(os.open('/dev/mem', os.O_RDONLY))
