# What: has the silo fetch from its own admin API
# Expect: DownloadError
# Control: not a layer: the silo looks at addresses
def attempt():
    from google.appengine.api import urlfetch
    return urlfetch.fetch('http://127.0.0.1:%d/api/instances' % facts['admin']).content
