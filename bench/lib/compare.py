"""Reads the samples of a run against several candidates and compares each with the first, the one in question.

  compare.py line SAMPLES                                   the newest sample, as a line of progress
  compare.py report SAMPLES FOLDER WHAT TITLE SETTINGS [NOTE...]   the whole comparison
"""

import json
import sys

import figures
import results

NAMES = {
    'actors': 'this project',
    'actors_plain': 'this project, 10 at a time',
    'nginx_uwsgi': 'nginx + uWSGI',
    'uwsgi_http': 'uWSGI http',
    'uwsgi_socket': 'uWSGI http-socket',
    'gunicorn': 'gunicorn',
    'nginx': 'nginx',
    'alone': 'hello alone',
    'spin': 'beside a spinning app',
    'leak': 'beside a leaking app',
    'die': 'beside a crashing app',
    'bomb': 'beside a log bomb',
    'ten_threads': 'with ten background threads',
    'no_threads': 'without',
}
SCENARIOS = {
    'hello': 'hello: 13 bytes from WSGI',
    '10k': '10k: 10 KB from WSGI',
    'flask': 'flask: 13 bytes from Flask',
    'static': 'static: a file of 64 KB',
    'neighbour': 'hello beside a bad neighbour',
    'threads': 'hello with background threads',
}
COLUMNS = ['candidate', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'requests/s, ratio', 'quartiles', 'p99, ratio']


class Sample:
    """One run of wrk: requests per second, latencies in milliseconds, and how many requests failed."""

    def __init__(self, line):
        raw = json.loads(line)
        self.scenario, self.round, self.candidate, self.load = raw['scenario'], raw['round'], raw['candidate'], float(raw['load'])
        wrk = raw['wrk']
        self.failed = bool(wrk.get('failed')) or not wrk['requests']
        self.rate = 0 if self.failed else wrk['requests'] / (wrk['duration_us'] / 1e6)
        self.p50 = None if self.failed else wrk['p50_us'] / 1e3
        self.p99 = None if self.failed else wrk['p99_us'] / 1e3
        self.errors = sum(wrk.get(kind, 0) for kind in ('connect', 'read', 'write', 'timeout', 'status'))


def name(candidate):
    return NAMES.get(candidate, candidate)


def progress(sample):
    turn = 'warm-up' if sample.round == 0 else 'round %d' % sample.round
    if sample.failed:
        return '  %-9s %-8s %-21s failed' % (sample.scenario, turn, name(sample.candidate))
    return '  %-9s %-8s %-21s %8.0f requests/s   p50 %7.2f ms   p99 %7.2f ms%s' % (
        sample.scenario, turn, name(sample.candidate), sample.rate, sample.p50, sample.p99,
        '   %d errors' % sample.errors if sample.errors else '')


def by_round(samples, candidate, of):
    return {s.round: of(s) for s in samples if s.candidate == candidate and not s.failed}


def compare(samples):
    """One entry per candidate in the order they first ran. Ratios are those of the first candidate to each of the others."""
    order = list(dict.fromkeys(s.candidate for s in samples))
    samples = [s for s in samples if s.round > 0]
    entries = []
    for candidate in order:
        rates, tails = (by_round(samples, candidate, of) for of in (lambda s: s.rate, lambda s: s.p99))
        entry = {
            'candidate': name(candidate),
            'rounds': len(rates),
            'requests_per_second': figures.median(list(rates.values())),
            'p50_ms': figures.median(list(by_round(samples, candidate, lambda s: s.p50).values())),
            'p99_ms': figures.median(list(tails.values())),
            'errors': sum(s.errors for s in samples if s.candidate == candidate),
        }
        if candidate != order[0]:
            entry['rate_ratio'] = figures.spread(figures.paired_ratios(by_round(samples, order[0], lambda s: s.rate), rates))
            entry['p99_ratio'] = figures.spread(figures.paired_ratios(by_round(samples, order[0], lambda s: s.p99), tails))
        entries.append(entry)
    return entries


def row(entry):
    def number(form, value):
        return '-' if value is None else form % value
    rate, tail = entry.get('rate_ratio', {}), entry.get('p99_ratio', {})
    quartiles = '%.2f to %.2f' % (rate['low'], rate['high']) if rate.get('count') else '-'
    return [entry['candidate'], number('%.0f', entry['requests_per_second']), number('%.2f', entry['p50_ms']), number('%.2f', entry['p99_ms']),
            str(entry['errors']), number('%.2f', rate.get('median')), quartiles, number('%.2f', tail.get('median'))]


def report(path, folder, what, title, settings, notes):
    samples = read(path)
    tables, data = [], {}
    for scenario in dict.fromkeys(s.scenario for s in samples):
        entries = compare([s for s in samples if s.scenario == scenario])
        data[scenario] = entries
        heading = '%s (ratios: %s to each)' % (SCENARIOS.get(scenario, scenario), entries[0]['candidate'])
        tables.append((heading, COLUMNS, [row(entry) for entry in entries]))
    busiest = max(s.load for s in samples)
    notes = list(notes) + ['the load of the machine during the run was up to %.1f' % busiest]
    raw = [vars(s) for s in samples]
    results.write(folder, what, title, settings, tables, {'scenarios': data, 'samples': raw}, notes)


def read(path):
    with open(path) as lines:
        return [Sample(line) for line in lines if line.strip()]


if __name__ == '__main__':
    if sys.argv[1] == 'line':
        print(progress(read(sys.argv[2])[-1]))
    else:
        report(*sys.argv[2:7], notes=sys.argv[7:])
