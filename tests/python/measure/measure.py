"""Measures one interpreter's workers: requests/s, fork and READY times, memory of an idle worker. `python measure.py [SECONDS [realtime]]`.

`realtime` (root only) lets worker and client run before everything else on the machine, for a figure that other load does not spoil: keep SECONDS short.
"""
from __future__ import absolute_import, print_function

import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from silo import REQUEST, Silo, pack  # noqa: E402

HELLO = '''
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'Hello, world!']
'''
ENVIRON = {
    'REQUEST_METHOD': 'GET', 'PATH_INFO': '/', 'QUERY_STRING': '', 'SERVER_NAME': 'localhost', 'SERVER_PORT': '8080',
    'SERVER_PROTOCOL': 'HTTP/1.1', 'HTTP_HOST': 'localhost:8080', 'REMOTE_ADDR': '127.0.0.1', 'HTTPS': 'off', 'REQUEST_URI': '/',
    'HTTP_ACCEPT': '*/*', 'HTTP_USER_AGENT': 'wrk', 'REQUEST_LOG_ID': 'abcdef0123456789abcdef0123456789abcd', 'REQUEST_ID_HASH': 'ABCDEF01',
    'USER_EMAIL': '', 'USER_ID': '', 'USER_NICKNAME': '', 'USER_ORGANIZATION': '', 'USER_IS_ADMIN': '0', 'AUTH_DOMAIN': 'gmail.com',
    'DEFAULT_VERSION_HOSTNAME': 'localhost:8080',
}
START = dict(('VARIABLE_%d' % number, 'value %d' % number) for number in range(15))


def memory(pid):
    """Proportional and private kB."""
    values = {}
    with open('/proc/%d/smaps_rollup' % pid) as rollup:
        for line in list(rollup)[1:]:
            values[line.split(':')[0]] = int(line.split()[1])
    return values['Pss'], values['Private_Dirty'] + values['Private_Clean'], values['Rss']


def processor_seconds(pid):
    """What all threads of the process have used."""
    total = 0
    for task in os.listdir('/proc/%d/task' % pid):
        with open('/proc/%d/task/%s/schedstat' % (pid, task)) as schedule:
            total += int(schedule.read().split()[0])
    return total / 1e9


def requests_per_second(client, worker, seconds, realtime):
    with tempfile.NamedTemporaryFile() as frame:
        frame.write(pack(REQUEST, (1, 'main.app', ENVIRON, b'')))
        frame.flush()
        descriptors = sorted(each.reading for index, each in worker.channels.items() if 0 < index < 1000)
        inherited = [os.dup(each) for each in descriptors]
        for each in inherited:
            if hasattr(os, 'set_inheritable'):
                os.set_inheritable(each, True)
        command = (['chrt', '-f', '1'] if realtime else []) + ['taskset', '-c', '0', client, frame.name, str(seconds)] + [str(each) for each in inherited]
        rate = int(subprocess.Popen(command, stdout=subprocess.PIPE, close_fds=False).communicate()[0])
        for each in inherited:
            os.close(each)
        return rate


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    realtime = 'realtime' in sys.argv
    client = os.path.join(tempfile.mkdtemp(), 'client')
    subprocess.check_call(['cc', '-O2', '-pthread', '-o', client, os.path.join(HERE, 'client.c')])
    silo = Silo().start()
    tree = silo.app({'main.py': HELLO})
    try:
        print('python %s' % silo.ready['python'])
        workers = [silo.spawn(tree, connections=8, environ=START) for _ in range(20)]
        for name, times in (
                ('connect', [each.spawned[2] for each in workers]), ('fork', [each.spawned[3] for each in workers]),
                ('fork to READY', [sum(step[1] for step in each.steps) for each in workers])):
            print('%s: median %d us, largest %d us' % (name, sorted(times)[10], max(times)))
        pss, private, rss = memory(workers[-1].pid)
        print('idle worker of 20: PSS %d kB, private %d kB, RSS %d kB' % (pss, private, rss))
        workers[-1].get('main.app')
        print('after one request: PSS %d kB, private %d kB, RSS %d kB' % memory(workers[-1].pid))
        for connections in (1, 8):
            worker = silo.spawn(tree, connections=connections, environ=START)
            for index in range(connections):
                worker.get('main.app', connection=index + 1)
            subprocess.check_call(['taskset', '-acp', '0', str(worker.pid)], stdout=open(os.devnull, 'w'))
            if realtime:
                subprocess.check_call(['chrt', '-a', '-f', '-p', '1', str(worker.pid)])
            for _ in range(3):
                before = processor_seconds(worker.pid)
                rate = requests_per_second(client, worker, seconds, realtime)
                used = (processor_seconds(worker.pid) - before) / (rate * seconds)
                print('%d connections: %d requests/s, %.1f us of the worker each' % (connections, rate, used * 1e6))
            worker.close()
            silo.exited(worker)
    finally:
        silo.close()


if __name__ == '__main__':
    main()
