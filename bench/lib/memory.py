"""What idle instances cost in memory, by process: PSS (shared pages divided among their sharers) and what is private.

  memory.py silo NAME APPS ADMIN_PORT PID      a running silo started as PID: instances from its admin port, zygotes, the silo
  memory.py available                          the machine's available memory
  memory.py servers NAME APPS PID...           servers that each serve one app: their masters, and the workers under them

Writes one line of JSON, sizes in KB. Reads /proc only; processes of other users can be read by root alone.
"""

import json
import os
import re
import sys
import urllib.request


def smaps(pid):
    """(PSS, private) in KB; None for a process that has ended."""
    try:
        with open('/proc/%d/smaps_rollup' % pid) as rollup:
            sizes = dict(re.findall(r'^(\w+):\s+(\d+) kB', rollup.read(), re.MULTILINE))
        return int(sizes['Pss']), int(sizes['Private_Clean']) + int(sizes['Private_Dirty'])
    except (ProcessLookupError, FileNotFoundError, KeyError):
        return None


def command(pid):
    try:
        with open('/proc/%d/cmdline' % pid, 'rb') as line:
            return line.read().replace(b'\0', b' ').decode('utf-8', 'replace')
    except OSError:
        return ''


def tree(root):
    """root and all processes below it."""
    children = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open('/proc/%s/stat' % entry) as stat:
                    # The name may hold spaces and brackets; what follows its last bracket does not.
                    parent = int(stat.read().rpartition(')')[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def total(pids):
    sizes = [size for size in map(smaps, pids) if size]
    pss = [size[0] for size in sizes]
    return {
        'processes': len(sizes), 'pss': sum(pss), 'private': sum(size[1] for size in sizes),
        'pss_each': sum(pss) / len(pss) if pss else None, 'pss_largest': max(pss, default=None),
        'private_each': sum(size[1] for size in sizes) / len(sizes) if sizes else None,
    }


def silo(name, apps, admin_port, root):
    """Every process below root that is not a worker counts: with the zygotes when it is one, with the silo when not."""
    with urllib.request.urlopen('http://127.0.0.1:%d/api/instances' % admin_port, timeout=60) as answer:
        listed = json.load(answer)
    workers = {int(instance['pid']) for instance in listed if instance.get('pid')}
    others = [pid for pid in tree(root) if pid not in workers]
    zygotes = [pid for pid in others if 'zygote' in command(pid)]
    return {'name': name, 'apps': apps, 'instances': len(listed), 'workers': total(workers), 'keepers': total(zygotes),
            'silo': total([pid for pid in others if pid not in zygotes])}


def servers(name, apps, masters):
    workers = [pid for master in masters for pid in tree(master) if pid != master]
    return {'name': name, 'apps': apps, 'instances': len(workers), 'workers': total(workers), 'keepers': total(masters), 'silo': None}


def available():
    """The machine's available memory in KB: what page tables, sockets and other kernel memory cost shows only here."""
    with open('/proc/meminfo') as info:
        return int(re.search(r'MemAvailable:\s+(\d+)', info.read()).group(1))


if __name__ == '__main__':
    if sys.argv[1] == 'available':
        print(available())
    elif sys.argv[1] == 'silo':
        print(json.dumps(silo(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))))
    else:
        print(json.dumps(servers(sys.argv[2], int(sys.argv[3]), [int(pid) for pid in sys.argv[4:]])))
