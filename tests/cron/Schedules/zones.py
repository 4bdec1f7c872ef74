"""A second implementation of times of the day, on Python's zoneinfo: prints for each zone of standard input a digest of COUNT runs of `every day H:M` after START.

    zones.py START COUNT H M < zones
"""
import datetime
import hashlib
import sys
import zoneinfo

utc = datetime.timezone.utc
start = datetime.datetime.fromtimestamp(int(sys.argv[1]), utc)
count = int(sys.argv[2])
time = datetime.time(int(sys.argv[3]), int(sys.argv[4]))
for name in sys.stdin.read().split():
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        continue
    runs = []
    day = start.date() - datetime.timedelta(days=1)
    while len(runs) < count:
        first = datetime.datetime.combine(day, time, tzinfo=zone)
        offset = first.utcoffset()
        if offset == first.replace(fold=1).utcoffset():
            # An ordinary day: the time comes once.
            candidates = [first.replace(tzinfo=utc) - offset]
        else:
            candidates = [first.replace(fold=fold).astimezone(utc) for fold in (0, 1)]
            candidates = [run for run in candidates if run.astimezone(zone).replace(tzinfo=None, fold=0) == first.replace(tzinfo=None)]
        runs.extend(run for run in candidates if run > start and len(runs) < count)
        day += datetime.timedelta(days=1)
    print(name, hashlib.sha256(b''.join(b'%d\n' % run.timestamp() for run in runs)).hexdigest())
