"""Writes a result where it is kept: NAME.json with everything, NAME.md to read; prints what was written to read."""

import json
import os
import time

import machine

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(os.path.dirname(HERE))


def write(folder, what, title, settings, tables, data, notes=()):
    """tables: list of (heading, column names, rows of text). data: what the JSON file keeps beside the description."""
    described = machine.describe(CHECKOUT)
    now = time.strftime('%Y-%m-%d %H:%M')
    parts = ['# %s' % title, '', '- Measured: %s' % now] + machine.lines(described) + ['- Settings: %s' % settings]
    parts += ['- Note: %s' % note for note in notes]
    for heading, columns, rows in tables:
        parts += ['', '## %s' % heading, ''] + table(columns, rows)
    text = '\n'.join(parts) + '\n'

    os.makedirs(folder, exist_ok=True)
    base = os.path.join(folder, '%s-%s' % (time.strftime('%Y-%m-%d-%H%M'), what))
    with open(base + '.md', 'w') as page:
        page.write(text)
    with open(base + '.json', 'w') as page:
        json.dump(dict(described, measured=now, settings=settings, notes=list(notes), **data), page, indent=1)
        page.write('\n')
    print(text)
    print('kept in bench/results/%s.md and .json' % os.path.basename(base))


def table(columns, rows):
    """Markdown, with the columns aligned so that it reads well as plain text too."""
    widths = [max(len(line[i]) for line in [columns] + rows) for i in range(len(columns))]
    line = lambda cells: '| ' + ' | '.join(
        cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(cells, widths))) + ' |'
    rule = '|' + '|'.join('-' * (width + 2) if i == 0 else '-' * (width + 1) + ':' for i, width in enumerate(widths)) + '|'
    return [line(columns), rule] + [line(row) for row in rows]
