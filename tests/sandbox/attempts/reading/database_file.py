# What: reads the silo's database
# Expect: EACCES
# Control: succeeds
# Without ordinary: Landlock
def attempt():
    assert read(facts['data'] + '/actors.db').startswith(b'SQLite format 3')
    return 'read it'
