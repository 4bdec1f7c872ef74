"""Where and with what a result was measured: the machine, this project's commit, the peers' versions."""

import os
import platform
import re
import subprocess

VERSIONS = {
    'wrk': ['wrk', '-v'],
    'nginx': ['nginx', '-v'],
    'uWSGI': ['uwsgi', '--version'],
    'gunicorn': ['gunicorn', '--version'],
    '.NET': ['dotnet', '--version'],
    'Flask': ['/usr/bin/python3', '-c', 'from importlib.metadata import version; print(version("flask"))'],
    'Python': [os.environ.get('Runtimes__Interpreters__python3', '/usr/bin/python3'), '--version'],
}


def describe(checkout):
    return {
        'machine': {
            'cores': len(os.sched_getaffinity(0)),
            'model': _first(r'model name\s*: (.*)', '/proc/cpuinfo') or platform.machine(),
            'memory_mb': int(_first(r'MemTotal:\s*(\d+)', '/proc/meminfo') or 0) // 1024,
            'kernel': platform.release(),
            'load_at_report': os.getloadavg()[0],
        },
        'commit': commit(checkout),
        'versions': {name: version for name, version in ((n, _version(c)) for n, c in VERSIONS.items()) if version},
    }


def commit(checkout):
    """The short commit, with + when the checkout has changes that are not in it."""
    short = _output(['git', '-C', checkout, 'rev-parse', '--short=10', 'HEAD']).strip()
    changed = _output(['git', '-C', checkout, 'status', '--porcelain', '--untracked-files=no', '--', '.', ':!bench/results']).strip()
    return (short or 'unknown') + ('+' if changed else '')


def lines(described):
    """The same as lines of Markdown."""
    machine = described['machine']
    return [
        '- Machine: %d cores, %s, %d MB, Linux %s' % (machine['cores'], machine['model'], machine['memory_mb'], machine['kernel']),
        '- Commit: %s' % described['commit'],
        '- With: %s' % ', '.join('%s %s' % item for item in sorted(described['versions'].items(), key=lambda item: item[0].lower())),
    ]


def _first(pattern, path):
    with open(path) as text:
        found = re.search(pattern, text.read())
    return found.group(1).strip() if found else None


def _version(command):
    found = re.search(r'\d+(\.\d+)+', _output(command))
    return found.group(0) if found else None


def _output(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20)
        return done.stdout.decode('utf-8', 'replace')
    except (OSError, subprocess.TimeoutExpired):
        return ''
