"""The report on first responses.

  cold.py FOLDER SETTINGS FIRST_FEW [--note TEXT]... NAME=FILE[,FILE...]...

Each FILE holds the lines of firsts.py or starts.py. Of those of firsts.py, the FIRST_FEW after a start of the silo are a row of their own:
in them the silo itself meets its code for the first time.
"""

import json
import sys

import figures
import results

COLUMNS = ['first response', 'count', 'median ms', 'p95 ms', 'p99 ms', 'longest ms', 'failed', 'second response, median ms']


def read(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]


def summary(name, lines):
    good = [line for line in lines if line['status'] == 200]
    cold = [line['cold_ms'] for line in good]
    return {
        'name': name, 'count': len(cold), 'failed': len(lines) - len(good),
        'median_ms': figures.median(cold), 'p95_ms': figures.quantile(cold, .95), 'p99_ms': figures.quantile(cold, .99),
        'longest_ms': max(cold, default=None),
        'second_median_ms': figures.median([line['warm_ms'] for line in good if line.get('warm_ms')]),
        'samples_ms': cold,
    }


def row(entry):
    def number(value):
        return '-' if value is None else '%.1f' % value
    return [entry['name'], str(entry['count']), number(entry['median_ms']), number(entry['p95_ms']), number(entry['p99_ms']),
            number(entry['longest_ms']), str(entry['failed']), number(entry['second_median_ms'])]


def main(folder, settings, first_few, arguments):
    notes, entries = [], []
    while arguments:
        argument = arguments.pop(0)
        if argument == '--note':
            notes.append(arguments.pop(0))
            continue
        name, _, files = argument.partition('=')
        few, rest = [], []
        for path in files.split(','):
            lines = read(path)
            split = first_few if lines and 'app' in lines[0] else 0
            few += lines[:split]
            rest += lines[split:]
        entries.append(summary(name, rest))
        if few:
            entries.append(summary('%s, the first %d after the silo started' % (name, first_few), few))
    tables = [('From the request, or from exec, to the last byte', COLUMNS, [row(entry) for entry in entries])]
    results.write(folder, 'coldstart', 'First responses with no instance running', settings, tables, {'first_responses': entries}, notes)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
