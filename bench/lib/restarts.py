"""First responses after an instance's end, by silos that take turns, and the memory of their idle instances.

  restarts.py FOLDER PREFIX COUNT ROUNDS REST SETTINGS NAME:PORT:ADMIN_PORT:PID NAME:PORT:ADMIN_PORT:PID

REST: seconds before the memory is looked at. SETTINGS: what else the result is to say of the silos.

In each round every app is asked in the one silo and then in the other, each time after its instance was killed and is no longer listed.
"""

import json
import os
import signal
import sys
import time
import urllib.request

import figures
import firsts
import memory
import results

PATIENCE = 20.0
# Version zygotes are made in the background after the first response.
SETTLE = 5.0
# Load is what there was in the last two seconds, looked at once a second.
CALM = 3.5
NAMES = {'true': 'with version zygotes', 'false': 'without'}


def instances(admin, app):
    with urllib.request.urlopen('http://127.0.0.1:%d/api/instances' % admin, timeout=PATIENCE) as answer:
        return [each for each in json.load(answer) if each.get('app') == app and each.get('pid')]


def end_instance(admin, app):
    # What was asked a moment ago gets another instance at once.
    time.sleep(CALM)
    for each in instances(admin, app):
        os.kill(each['pid'], signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while instances(admin, app):
        if time.monotonic() > end:
            raise SystemExit('the instance of %s stays' % app)
        time.sleep(0.02)


def main(folder, prefix, count, rounds, rest, settings, silos):
    apps = ['%s-%03d' % (prefix, number) for number in range(1, count + 1)]
    samples = {name: [] for name, _, _, _ in silos}
    quick = {name: 0 for name, _, _, _ in silos}
    for name, port, _, _ in silos:
        for app in apps:
            firsts.ask(port, app + '.localhost')
    time.sleep(SETTLE)
    for number in range(rounds):
        for app in apps:
            for name, port, admin, _ in silos if number % 2 == 0 else silos[::-1]:
                end_instance(admin, app)
                took, status = firsts.ask(port, app + '.localhost')
                if status != 200:
                    raise SystemExit('%s was answered %s' % (app, status))
                samples[name].append(took)
                quick[name] += sum('versionZygote' in each['journey'] for each in instances(admin, app))
        print('  round %d of %d' % (number + 1, rounds), file=sys.stderr)
    time.sleep(rest)
    sizes = {name: memory.silo(name, count, admin, pid) for name, _, admin, pid in silos}
    first, second = (name for name, _, _, _ in silos)
    ratios = [one / other for one, other in zip(samples[first], samples[second])]
    starts = [[NAMES.get(name, name), str(len(values)), '%.1f' % figures.median(values), '%.1f' % figures.quantile(values, .95), '%.1f' % max(values), str(quick[name])]
              for name, values in samples.items()]
    kept = [[NAMES.get(name, name), str(each['workers']['processes']), '%.1f' % (each['workers']['pss_each'] / 1024), '%.1f' % (each['workers']['private_each'] / 1024),
             '%.1f' % ((each['workers']['pss'] + each['keepers']['pss']) / 1024 / max(each['workers']['processes'], 1))] for name, each in sizes.items()]
    tables = [
        ('From the request to the last byte, the instance killed before', ['silo', 'count', 'median ms', 'p95 ms', 'longest ms', 'from a version zygote'], starts),
        ('Memory of idle instances that have answered one request, MB', ['silo', 'instances', 'PSS each', 'private each', 'PSS each, zygotes included'], kept),
    ]
    notes = ['with / without, median of the ratios within each pair: %.2f' % figures.median(ratios)]
    results.write(folder, 'flask', 'Flask with and without version zygotes', '%d apps of one instance each, %d rounds, %s' % (count, rounds, settings), tables,
                  {'samples_ms': samples, 'memory_kb': sizes}, notes)


if __name__ == '__main__':
    main(*sys.argv[1:3], *map(int, sys.argv[3:6]), sys.argv[6], [(n, int(p), int(a), int(r)) for n, p, a, r in (each.split(':') for each in sys.argv[7:])])
