"""The load, the killing and the checking of chaos.sh.

  chaos.py PORT ADMIN_PORT SILO DATA SECONDS CLIENTS SEED OUT    runs, and writes what happened to OUT
  chaos.py report OUT DATA FOLDER SETTINGS                       after the silo has stopped: looks for what is left, and writes the result
"""

import collections
import hashlib
import http.client
import json
import os
import random
import sys
import threading
import time
import urllib.request

import results

# How often each is asked for, and which of them may fail by themselves.
PATHS = {'/echo': 60, '/slow': 10, '/spin': 6, '/log': 4, '/large': 4, '/raise': 4, '/hang': .3, '/die': .5, '/leak': 1}
SELF_INFLICTED = {'/raise', '/hang', '/die'}
STUCK_SECONDS = 20
# A kill and the request that it hits are noted by different clocks of this program.
SLACK_SECONDS = 1.0
KILL_PAUSE, ZYGOTE_PAUSE = 0.4, 5.0


class Run:
    def __init__(self, port, admin, silo, data, seconds, clients, seed):
        self.port, self.admin, self.silo, self.data, self.seed = port, admin, silo, data, seed
        self.end = time.monotonic() + seconds
        self.seconds, self.clients = seconds, clients
        self.lock = threading.Lock()
        self.asked = collections.Counter()
        self.failures = []  # (app, path, began, ended, what)
        self.deaths = collections.defaultdict(list)  # app -> when one of its workers was killed or ended itself
        self.killed = collections.Counter()
        self.memory = []

    def over(self):
        return time.monotonic() >= self.end

    def client(self, number):
        rng = random.Random('%d/%d' % (self.seed, number))
        connection = None
        while not self.over():
            app = 'chaos-%03d' % rng.randint(1, 6)
            path, = rng.choices(list(PATHS), PATHS.values())
            query = '%032x' % rng.getrandbits(128)
            body = rng.randbytes(rng.choice((0, 10, 1000, 100000)))
            expected = ('%s %s %s' % (path, query, hashlib.md5(body).hexdigest())).encode()
            if path == '/large':
                expected += b' ' + b'x' * 300000
            began = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection('127.0.0.1', self.port, timeout=STUCK_SECONDS)
                connection.request('POST', '%s?%s' % (path, query), body, {'Host': '%s.localhost:%d' % (app, self.port)})
                response = connection.getresponse()
                status, answer, header = response.status, response.read(), response.headers.get('X-Query')
            except (OSError, http.client.HTTPException) as error:
                status, answer, header, connection = '%s: %s' % (type(error).__name__, error), None, None, None
            ended = time.monotonic()
            with self.lock:
                self.asked[path] += 1
                if path in ('/hang', '/die'):
                    # What it interrupts are requests from a moment before it came until a worker took over.
                    self.deaths[app].append(ended)
                if status != 200:
                    self.failures.append((app, path, began, ended, str(status)))
                elif answer != expected or header != query:
                    self.failures.append((app, path, began, ended, 'another answer: %r' % (answer[:100],)))

    def instances(self):
        with urllib.request.urlopen('http://127.0.0.1:%d/api/instances' % self.admin, timeout=30) as response:
            return json.load(response)

    def killer(self):
        """Workers at random, and now and then a zygote: its standard output is a pipe, a worker's is a socket."""
        rng = random.Random('%d/killer' % self.seed)
        next_zygote = time.monotonic() + ZYGOTE_PAUSE
        while not self.over():
            time.sleep(KILL_PAUSE * rng.uniform(.5, 1.5))
            workers = [(each['pid'], each['app']) for each in self.instances() if each['pid']]
            if workers:
                pid, app = rng.choice(workers)
                self.kill(pid, 'worker', app)
            if time.monotonic() > next_zygote:
                next_zygote += ZYGOTE_PAUSE
                zygotes = [pid for pid in of_data(self.data) if is_zygote(pid)]
                if zygotes:
                    self.kill(rng.choice(zygotes), 'zygote', None)

    def kill(self, pid, what, app):
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            return
        with self.lock:
            self.killed[what] += 1
            if app:
                self.deaths[app].append(time.monotonic())

    def watch(self):
        """The silo's memory and descriptors, every second."""
        while not self.over():
            self.memory.append(look(self.silo))
            time.sleep(1)

    def go(self):
        threads = [threading.Thread(target=self.client, args=(number,)) for number in range(self.clients)]
        threads += [threading.Thread(target=self.killer), threading.Thread(target=self.watch)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(self.seconds + 2 * STUCK_SECONDS)
        stuck = sum(each.is_alive() for each in threads)
        # The last instances come to rest.
        time.sleep(3)
        return {'asked': self.asked, 'killed': self.killed, 'failures': self.judged(), 'stuck': stuck, 'memory': self.memory, 'last': look(self.silo)}

    def judged(self):
        """Failures with whether they are excused: the request's own doing, or a worker of its app died while it ran."""
        judged = []
        for app, path, began, ended, what in self.failures:
            died = any(began - SLACK_SECONDS <= when <= ended + SLACK_SECONDS for when in self.deaths[app])
            judged.append({'app': app, 'path': path, 'seconds': round(ended - began, 3), 'what': what,
                           'excused': what == '500' and (died or path in SELF_INFLICTED)})
        return judged


def look(pid):
    with open('/proc/%d/status' % pid) as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith('VmRSS'))
    links = []
    for name in os.listdir('/proc/%d/fd' % pid):
        try:
            links.append(os.readlink('/proc/%d/fd/%s' % (pid, name)))
        except FileNotFoundError:
            pass  # closed while we look
    return {'rss_mb': resident // 1024, 'descriptors': len(links), 'sockets': sum(link.startswith('socket:') for link in links)}


def of_data(data):
    """Processes whose command line names the data directory: zygotes and workers."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open('/proc/%s/cmdline' % name, 'rb') as line, open('/proc/%s/stat' % name) as stat:
                    if data.encode() in line.read() and ') Z' not in stat.read() and int(name) != os.getpid():
                        found.append(int(name))
            except OSError:
                pass
    return found


def is_zygote(pid):
    try:
        return os.readlink('/proc/%d/fd/1' % pid).startswith('pipe:') and is_python(pid)
    except OSError:
        return False


def is_python(pid):
    with open('/proc/%d/comm' % pid) as name:
        return name.read().startswith('python')


def report(out, data, folder, settings):
    with open(out) as page:
        run = json.load(page)
    left = of_data(data)
    unexcused = [each for each in run['failures'] if not each['excused']]
    wrong = [each for each in run['failures'] if each['what'].startswith('another answer')]
    third = run['memory'][len(run['memory']) // 3]
    checks = [
        ('wrong responses', len(wrong), not wrong),
        ('requests that failed although no worker of their app died', len(unexcused) - len(wrong), len(unexcused) == len(wrong)),
        ('requests that got stuck', run['stuck'], not run['stuck']),
        ('processes left after the stop', len(left), not left),
        ('descriptors of the silo, beyond those of its workers, after a third and at the end', '%d, %d' % (third['descriptors'], run['last']['descriptors']), run['last']['descriptors'] <= 1.2 * third['descriptors'] + 50),
        ('memory of the silo after a third and at the end, MB', '%d, %d' % (third['rss_mb'], run['last']['rss_mb']), run['last']['rss_mb'] <= 1.25 * third['rss_mb'] + 20),
    ]
    rows = [[what, str(found), 'yes' if good else 'NO'] for what, found, good in checks]
    done = [['requests', str(sum(run['asked'].values()))]] + [['of them %s' % path, str(count)] for path, count in sorted(run['asked'].items())]
    done += [['%ss killed' % what, str(count)] for what, count in sorted(run['killed'].items())] + [['failed in a worker that died, or by their own doing', str(len(run['failures']) - len(unexcused))]]
    results.write(folder, 'chaos', 'Chaos', settings, [('What must be so', ['check', 'found', 'good'], rows), ('What happened', ['what', 'times'], done)],
                  {'run': dict(run, failures=len(run['failures'])), 'unexcused': unexcused[:100]})
    for each in unexcused[:20]:
        print(each)
    return 0 if all(good for _, _, good in checks) else 1


if __name__ == '__main__':
    if sys.argv[1] == 'report':
        sys.exit(report(*sys.argv[2:]))
    port, admin, silo, data, seconds, clients, seed, out = sys.argv[1:]
    found = Run(int(port), int(admin), int(silo), data, int(seconds), int(clients), int(seed)).go()
    with open(out, 'w') as page:
        json.dump(found, page)
