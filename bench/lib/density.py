"""The report on memory per idle instance.

  density.py FOLDER SETTINGS MEMORY FIRSTS AGAIN FIRST_FEW MEMORY_TAKEN_KB [NOTE...]

MEMORY holds the lines of memory.py, FIRSTS those of firsts.py, AGAIN those of again.py (both may be missing). MEMORY_TAKEN_KB: by how much the machine's available
memory fell while this project's instances came into being, from before the silo's start; empty when it was not measured.
"""

import os
import sys

import cold
import results

COLUMNS = ['idle instances', 'apps', 'instances', 'PSS each, MB', 'largest', 'private each', 'zygotes or masters, MB',
           'MB per app', 'silo, MB', 'all, MB']
PART = 50


def megabytes(kilobytes, form='%.1f'):
    return '-' if kilobytes is None else form % (kilobytes / 1024)


def row(entry):
    workers, keepers, silo = entry['workers'], entry['keepers'], entry['silo']
    for_apps = workers['pss'] + keepers['pss']
    return [entry['name'], str(entry['apps']), str(workers['processes']), megabytes(workers['pss_each'], '%.2f'),
            megabytes(workers['pss_largest'], '%.2f'), megabytes(workers['private_each'], '%.2f'), megabytes(keepers['pss']),
            megabytes(for_apps / entry['apps'], '%.2f'), megabytes(silo and silo['pss']), megabytes(for_apps + (silo['pss'] if silo else 0), '%.0f')]


def main(folder, settings, memory, firsts, again, first_few, taken, notes):
    entries = cold.read(memory)
    tables = [('Memory (MB per app: workers with zygotes or masters, without the silo)', COLUMNS, [row(entry) for entry in entries])]
    data = {'memory_kb': entries}
    if taken:
        notes = notes + ["the machine's available memory fell by %s MB for all of this project's processes, kernel memory included"
                         % megabytes(int(taken), '%.0f')]
        data['available_fell_by_kb'] = int(taken)
    if os.path.exists(firsts):
        lines = cold.read(firsts)[first_few:]
        size = min(PART, len(lines) // 2)
        if size:
            parts = [cold.summary('the first %d, after %d to warm up' % (size, first_few), lines[:size]),
                     cold.summary('the last %d' % size, lines[-size:])]
            tables.append(('First responses as instances become many', cold.COLUMNS, [cold.row(part) for part in parts]))
            data['first_responses'] = parts
    if os.path.exists(again):
        lines = cold.read(again)
        parts = [cold.summary('with %s instances' % count, [line for line in lines if line['with'] == count])
                 for count in sorted({line['with'] for line in lines}, key=int)]
        tables.append(('First responses of an app whose instance was killed before (memory used again)', cold.COLUMNS, [cold.row(part) for part in parts]))
        data['again'] = parts
    results.write(folder, 'density', 'Memory of idle instances', settings, tables, data, notes)


if __name__ == '__main__':
    main(*sys.argv[1:6], first_few=int(sys.argv[6]), taken=sys.argv[7], notes=sys.argv[8:])
