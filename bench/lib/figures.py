"""Middle values, tails and ratios of a few measurements. Pure functions on lists of numbers."""

import math


def quantile(values, part):
    """The nearest-rank quantile: a value that was measured, never one between two. With few values p99 is the largest."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def median(values):
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def paired_ratios(ours, theirs):
    """ours[round] / theirs[round] for the rounds that both have, so that what slows a whole round slows both sides."""
    return [ours[key] / theirs[key] for key in sorted(ours) if theirs.get(key)]


def spread(values):
    """Median with the quartiles: how far single rounds lie from it."""
    return {'median': median(values), 'low': quantile(values, .25), 'high': quantile(values, .75), 'count': len(values)}
