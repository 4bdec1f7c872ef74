# What: undoes no_new_privs
# Expect: Nothing
# Control: succeeds
# Without: NoNewPrivileges
def attempt():
    try:
        raw('prctl', 38, 0, 0, 0, 0)
    except OSError:
        pass
    if raw('prctl', 39, 0, 0, 0, 0):
        raise Nothing('it is set')
    return 'programs may have more rights'
