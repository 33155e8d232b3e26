"""How often the intervals of `compare` hold the true difference; see scripts/coverage."""
import sys

import numpy as np
from scipy.stats import binom, norm

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
LIMIT = norm.ppf(0.975)


def mid_p(b, c):
    fewer, both = np.minimum(b, c), b + c
    return np.minimum(1, 2 * binom.cdf(fewer, both, 0.5) - binom.pmf(fewer, both, 0.5))


def tango(b, c, n):
    """Score intervals of (b - c) / n (Tango 1998); arrays, n need not be whole."""
    b, c, n = (np.asarray(value, np.float64) for value in (b, c, n))

    def statistic(delta):
        first, second, third = 2 * n, (2 * n - b + c) * delta - b - c, -c * delta * (1 - delta)
        share = (np.sqrt(np.maximum(second**2 - 4 * first * third, 0)) - second) / (2 * first)
        gap, variance = b - c - n * delta, n * np.maximum(2 * share + delta * (1 - delta), 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(gap == 0, 0, np.abs(gap) / np.sqrt(variance))

    ends = []
    for end in (-1.0, 1.0):
        inside, outside = (b - c) / n, np.full_like(b, end)
        for _ in range(60):
            half = (inside + outside) / 2
            holds = statistic(half) <= LIMIT
            inside, outside = np.where(holds, half, inside), np.where(holds, outside, half)
        ends.append(inside)
    return ends


def score(b, c, n):
    """As the program prints it: widened to 0 where the mid-p test does not reject."""
    low, high = tango(b, c, n)
    keeps = mid_p(np.round(b), np.round(c)) >= 0.05
    return np.where(keeps, np.minimum(low, 0), low), np.where(keeps, np.maximum(high, 0), high)


def share(low, high, truth):
    return np.mean((low <= truth + 1e-12) & (high >= truth - 1e-12))


def percent(value):
    return f"{100 * value:.1f}"


def table(headings, rows):
    print("| " + " | ".join(headings) + " |\n|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def top1(draw, n, rate, lean):
    """Images that only one gets right have the rate; (1 + lean) / 2 of them are B's."""
    gained, lost = rate * (1 + lean) / 2, rate * (1 - lean) / 2
    counts = draw.multinomial(n, [gained, lost, 1 - rate], RUNS)
    b, c = counts[:, 0], counts[:, 1]
    boot = []
    for one in counts[:500]:
        resampled = draw.multinomial(n, one / n, 500)
        boot.append(np.percentile((resampled[:, 0] - resampled[:, 1]) / n, [2.5, 97.5]))
    low, high = score(b, c, n)
    return share(*np.array(boot).T, gained - lost), share(low, high, gained - lost), np.mean((low > 0) | (high < 0))


def recalls(draw, sizes, rate, lean, spread):
    """Classes of the given sizes, each with rates of its own where there is a spread."""
    classes = len(sizes)
    own = np.minimum(0.9, rate * draw.gamma(1 / spread, spread, classes)) if spread else np.full(classes, rate)
    leans = np.clip(lean + (draw.normal(0, 0.5, classes) if spread else 0), -1, 1)
    gained, lost = own * (1 + leans) / 2, own * (1 - leans) / 2
    b = draw.binomial(sizes, gained, (RUNS, classes))
    c = draw.binomial(sizes - b, lost / (1 - gained), (RUNS, classes))
    images = classes**2 / np.sum(1 / sizes)
    return share(*score(images * (b / sizes).mean(1), images * (c / sizes).mean(1), images), np.mean(gained - lost))


def errors(confidences, right):
    """Calibration errors of rows, 15 bins."""
    rows, images = confidences.shape
    places = np.minimum((15 * confidences).astype(int), 14) + 15 * np.arange(rows)[:, None]
    gaps = np.bincount(places.ravel(), (right - confidences).ravel(), minlength=15 * rows)
    return np.abs(gaps.reshape(rows, 15)).sum(1) / images


def judged(draw, n, power, noise):
    """A is nearly calibrated; B's confidences are A's to a power, and some noise."""
    a = draw.beta(4, 1.5, n)
    b = np.clip(a**power + draw.normal(0, noise, n), 0.02, 1)
    luck = draw.random(n)
    other = np.where(draw.random(n) < 0.1, draw.random(n), luck)
    return a, b, (luck < a**1.3).astype(float), (other < a**1.3).astype(float)


def calibration(draw, n, power, noise, truth):
    holds = stars = 0
    runs = max(1, RUNS // 10)
    for _ in range(runs):
        sides = judged(draw, n, power, noise)
        images = draw.integers(0, n, (300, n))
        a, b, right_a, right_b = (side[images] for side in sides)
        low, high = np.percentile(errors(b, right_b) - errors(a, right_a), [2.5, 97.5])
        a, b, right_a, right_b = (side[None] for side in sides)
        found = (errors(b, right_b) - errors(a, right_a))[0]
        low, high = min(low, 2 * found - high), max(high, 2 * found - low)
        holds += low <= truth <= high
        stars += not low <= 0 <= high
    return holds / runs, stars / runs


def main():
    draw = np.random.default_rng(1)
    rows = []
    for n in (20, 100, 553):
        for rate in (0.005, 0.01, 0.02, 0.05, 0.2):
            found = [top1(draw, n, rate, lean) for lean in (0, 0.5, 1)]
            rows.append([str(n), percent(rate), " ".join(percent(row[0]) for row in found),
                         " ".join(percent(row[1]) for row in found), percent(found[0][2])])
    table(["images", "differ, %", "percentile bootstrap, %", "printed, %", "star where there is no difference, %"], rows)
    shapes = [("20 of 1", [1] * 20), ("100 of 1", [1] * 100), ("553 of 1", [1] * 553), ("50 of 2", [2] * 50),
              ("277 of 1, 80 of 2, 29 of 4", [1] * 277 + [2] * 80 + [4] * 29),
              ("50 of 1, 20 of 2, 10 of 40", [1] * 50 + [2] * 20 + [40] * 10), ("10 of 55", [55] * 10),
              ("one of 500, one of 53", [500, 53])]
    table(["classes", "differ 1 %", "differ 5 %", "differ 20 %"],
          [[name] + [" ".join(percent(recalls(draw, np.array(sizes), rate, lean, spread))
                              for lean, spread in ((0, 0), (0.5, 0), (0.5, 2))) for rate in (0.01, 0.05, 0.2)]
           for name, sizes in shapes])
    rows = []
    for name, power, noise in (("the same but for noise", 1, 0.005), ("surer", 0.8, 0), ("much surer", 0.5, 0)):
        a, b, right_a, right_b = (side[None] for side in judged(draw, 2_000_000, power, noise))
        truth = (errors(b, right_b) - errors(a, right_a))[0]
        for n in (100, 200, 553, 2000):
            holds, stars = calibration(draw, n, power, noise, truth)
            rows.append([name, percent(truth), str(n), percent(holds), percent(stars)])
    table(["B", "true difference, points", "images", "printed, %", "star, %"], rows)


main()
