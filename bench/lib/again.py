"""How long a first response takes when memory that was just given back is used again: kills one app's instance and asks anew, several times.

  again.py PORT ADMIN_PORT PREFIX ROUNDS LABEL OUT

The app is the one that firsts.py calls number 1. Appends a line of JSON per round. Next to firsts.py it tells what a new start costs beside
many idle instances from what this machine takes to hand out memory that nobody had used yet.
"""

import json
import os
import signal
import sys
import time
import urllib.request

from firsts import ask

PAUSE = 0.2


def instances(admin_port, app):
    with urllib.request.urlopen('http://127.0.0.1:%d/api/instances' % admin_port, timeout=30) as answer:
        return [each for each in json.load(answer) if each['app'] == app and each['pid']]


def main(port, admin_port, prefix, rounds, label, out):
    app = '%s-001' % prefix
    host = app + '.localhost'
    with open(out, 'a') as lines:
        for _ in range(rounds):
            # More than once: an app that had requests of late gets another instance.
            found = instances(admin_port, app)
            while found:
                for each in found:
                    try:
                        os.kill(each['pid'], signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                time.sleep(PAUSE)
                found = instances(admin_port, app)
            cold, status = ask(port, host)
            warm, _ = ask(port, host)
            lines.write(json.dumps({'with': label, 'app': host, 'cold_ms': cold, 'warm_ms': warm, 'status': status}) + '\n')
            lines.flush()


if __name__ == '__main__':
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5], sys.argv[6])
