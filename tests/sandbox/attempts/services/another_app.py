# What: calls a service as another app, by everything that says who it is
# Expect: Nothing
# Control: not a layer: the silo knows whose connection it is
def attempt():
    from google.appengine.api import urlfetch
    for name in ('APPLICATION_ID', 'GAE_APPLICATION', 'GOOGLE_CLOUD_PROJECT', 'HTTP_HOST', 'DEFAULT_VERSION_HOSTNAME'):
        os.environ[name] = 's~neighbour'
    given = {'User-Agent': 'AppEngine-Google; (+http://code.google.com/appengine; appid: s~neighbour)'}
    heard = urlfetch.fetch('http://127.0.0.1:%d/' % facts['database'], headers=given).content.decode('latin-1')
    ids = [line.split('appid:')[-1] for line in heard.splitlines() if line.lower().startswith('user-agent')]
    if 'neighbour' in ids[-1]:
        return ids
    raise Nothing('%s' % ids)
