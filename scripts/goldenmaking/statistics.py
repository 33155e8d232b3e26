"""Statistics of small classifications, from scipy and scikit-learn: Tests/ModelTests/Goldens/statistics."""
import json
import warnings
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binom, binomtest, entropy, norm
from sklearn import metrics
from sklearn.calibration import calibration_curve
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_test
from statsmodels.stats.proportion import proportion_confint

FOLDER = Path("Tests/ModelTests/Goldens/statistics")
BINS = 15


def write(name, value):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def plain(values):
    """Lists of numbers, None where there is none."""
    return [None if np.isnan(value) else float(value) for value in np.asarray(values, np.float64)]


def classify(draw, labels, classes, noise, scale):
    """Cosines of images with classes, float32 as the program has them, and what follows from them."""
    cosines = draw.normal(0, 0.05, (len(labels), classes)) * noise
    cosines[np.arange(len(labels)), labels] += 0.05
    return columns(cosines.astype(np.float32), labels, scale)


def columns(cosines, labels, scale):
    probabilities = softmax(scale * cosines.astype(np.float64), axis=1)
    own = probabilities[np.arange(len(labels)), labels]
    return {
        "cosines": cosines, "probabilities": probabilities, "predicted": probabilities.argmax(1),
        "ranks": 1 + (probabilities > own[:, None]).sum(1),
        "confidences": probabilities.max(1).astype(np.float32),
    }


def calibration_error(confidences, right):
    """From calibration_curve's bins, weighted by their images."""
    accuracy, confidence = calibration_curve(right, confidences, n_bins=BINS)
    counts = np.histogram(confidences, BINS, (0, 1))[0]
    return float(np.abs(accuracy - confidence) @ counts[counts > 0] / len(right))


def measures(labels, side, images):
    labels, predicted = labels[images], side["predicted"][images]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class that is predicted and has no image in a resample
        recall = metrics.balanced_accuracy_score(labels, predicted)
    confidences = side["confidences"][images].astype(np.float64)
    return [
        metrics.accuracy_score(labels, predicted), float((side["ranks"][images] <= 5).mean()), recall,
        calibration_error(confidences, labels == predicted),
    ]


def stored(labels, side):
    return {
        "predicted": side["predicted"].tolist(), "ranks": side["ranks"].tolist(),
        "confidences": [float(value) for value in side["confidences"]],
    }


def mcnemar():
    pairs = [(0, 0), (0, 1), (1, 0), (0, 6), (1, 5), (3, 3), (5, 15), (12, 15), (9, 25), (40, 61), (100, 100),
             (100, 150), (481, 520), (1000, 1200), (12345, 12000), (250000, 251000), (499000, 501000)]
    return [{"only_a": a, "only_b": b, "p": binomtest(a, a + b, 0.5).pvalue if a + b else 1.0,
             "mid_p": min(1.0, 2 * binom.cdf(min(a, b), a + b, 0.5) - binom.pmf(min(a, b), a + b, 0.5))}
            for a, b in pairs]


def score():
    """Paired differences by the score test (Tango 1998), from the likelihood itself rather than its closed form."""
    limit = norm.ppf(0.975)

    def statistic(b, c, n, delta):
        # The likeliest smaller share of the two that differ by delta, as a part of what it can be: a root of the
        # likelihood's derivative.
        (small, large), size = ((c, b) if delta >= 0 else (b, c)), abs(delta)
        room = (1 - size) / 2

        def slope(part):
            share = room * part
            return large / (share + size) + (small / share if small else 0.0) - (n - b - c) / (room * (1 - part))

        first, last = 1e-12, 1 - 1e-12
        share = 0.0 if slope(first) <= 0 else room if slope(last) >= 0 else room * brentq(slope, first, last, xtol=1e-15)
        variance = n * (2 * share + size - size**2)
        return (b - c - n * delta) / np.sqrt(variance) if variance > 0 else 0.0

    def ends(b, c, n):
        found = (b - c) / n
        up = brentq(lambda d: statistic(b, c, n, d) + limit, found + 1e-12, 1 - 1e-9, xtol=1e-13)
        down = brentq(lambda d: statistic(b, c, n, d) - limit, -1 + 1e-9, found - 1e-12, xtol=1e-13)
        return [down, up]

    cases = [(1, 0, 20), (4, 0, 553), (5, 0, 553), (9, 3, 100), (12, 2, 86), (21, 9, 100), (15, 6, 300), (3, 11, 60),
             (40, 61, 553), (250, 251, 1000), (7, 7, 20), (600, 500, 10000)]
    return [{"gained": b, "lost": c, "images": n, "interval": ends(b, c, n),
             "chi_squared": float(mcnemar_test([[0, b], [c, 0]], exact=False, correction=False).statistic)}
            for b, c, n in cases]


def comparison():
    """60 images, 8 classes, 40 resamples whose images are given."""
    draw = np.random.default_rng(1)
    labels = draw.integers(0, 8, 60)
    a, b = classify(draw, labels, 8, 1.0, 40), classify(draw, labels, 8, 0.8, 40)
    draws = draw.integers(0, 60, (40, 60))
    resampled = [[measures(labels, side, images) for side in (a, b)] for images in draws]
    differences = np.array([np.subtract(after, before) for before, after in resampled])
    right = [side["predicted"] == labels for side in (a, b)]
    matrices = [metrics.confusion_matrix(labels, side["predicted"], labels=range(8)) for side in (a, b)]
    everything = np.arange(60)
    return {
        "classes": 8, "labels": labels.tolist(), "a": stored(labels, a), "b": stored(labels, b),
        "measures": [measures(labels, a, everything), measures(labels, b, everything)],
        "draws": draws.tolist(), "resampled": resampled,
        "intervals": np.percentile(differences, [2.5, 97.5], axis=0).T.tolist(),
        "only_a": np.flatnonzero(right[0] & ~right[1]).tolist(),
        "only_b": np.flatnonzero(right[1] & ~right[0]).tolist(),
        "confusion_change": (matrices[1] - matrices[0]).tolist(),
        "recall_change": plain(metrics.recall_score(labels, b["predicted"], average=None, labels=range(8))
                               - metrics.recall_score(labels, a["predicted"], average=None, labels=range(8))),
    }


def confusion():
    """300 images of 9 classes, one of them without images, one never predicted."""
    draw = np.random.default_rng(2)
    labels = draw.choice([0, 1, 2, 3, 4, 5, 6, 8], 300, p=[.3, .2, .1, .1, .1, .1, .05, .05])
    predicted = np.where(draw.random(300) < 0.6, labels, draw.choice([0, 1, 2, 3, 4, 5, 6, 7], 300))
    predicted[predicted == 8] = 0
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(9), zero_division=np.nan)
    return {
        "classes": 9, "labels": labels.tolist(), "predicted": predicted.tolist(),
        "matrix": metrics.confusion_matrix(labels, predicted, labels=range(9)).tolist(),
        "precision": plain(precision), "recall": plain(recall), "f1": plain(f1), "support": support.tolist(),
    }


def choice():
    """150 images, 8 classes of which two are hidden, and one more that no image has."""
    draw = np.random.default_rng(4)
    labels = draw.integers(0, 8, 150)
    cosines = classify(draw, labels, 9, 1.0, 40)["cosines"]
    offered, hidden = [0, 1, 3, 4, 6, 7, 8], [2, 5]
    kept = np.flatnonzero(~np.isin(labels, hidden))
    side = columns(cosines[np.ix_(kept, offered)], np.searchsorted(offered, labels[kept]), 40)
    side["predicted"] = np.array(offered)[side["predicted"]]
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels[kept], side["predicted"], labels=offered, zero_division=np.nan)
    return {
        "classes": 8, "hidden": hidden, "labels": labels.tolist(), "cosines": [[float(v) for v in row] for row in cosines],
        "kept": kept.tolist(), **stored(labels[kept], side),
        "measures": measures(labels[kept], side, np.arange(len(kept))),
        "precision": plain(precision), "recall": plain(recall), "f1": plain(f1),
        "macro_f1": float(metrics.f1_score(labels[kept], side["predicted"], average="macro")),
    }


def calibration():
    """200 images, 6 classes: cosines, and what each temperature makes of them."""
    draw = np.random.default_rng(3)
    labels = draw.integers(0, 6, 200)
    side = classify(draw, labels, 6, 0.7, 60)
    cosines = side["cosines"].astype(np.float64)

    def loss(scale):
        return metrics.log_loss(labels, softmax(scale * cosines, axis=1), labels=range(6))

    def fit(scale):
        judged = columns(side["cosines"], labels, scale)
        own = log_softmax(scale * cosines, axis=1)[np.arange(200), labels]
        confidences = judged["confidences"].astype(np.float64)
        return {"scale": scale, "nll": float(-own.mean()),
                "ece": calibration_error(confidences, judged["predicted"] == labels)}

    right = side["predicted"] == labels
    confidences = side["confidences"]
    thresholds = [0.0, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0]
    kept = [confidences >= np.float32(threshold) for threshold in thresholds]
    accuracy, confidence = calibration_curve(right, confidences.astype(np.float64), n_bins=BINS)
    return {
        "classes": 6, "labels": labels.tolist(), "cosines": [[float(value) for value in row] for row in side["cosines"]],
        "fits": [fit(scale) for scale in (1.0, 20.0, 60.0, 100.0, 400.0)],
        "best_scale": float(minimize_scalar(loss, bounds=(1, 400), method="bounded", options={"xatol": 1e-6}).x),
        **stored(labels, side), "entropy": entropy(side["probabilities"], axis=1).tolist(),
        "bins": {"images": np.histogram(confidences, BINS, (0, 1))[0].tolist(), "accuracy": accuracy.tolist(),
                 "confidence": confidence.tolist()},
        "thresholds": [{"threshold": threshold, "coverage": float(mask.mean()),
                        "accuracy": float(right[mask].mean()) if mask.any() else None}
                       for threshold, mask in zip(thresholds, kept)],
    }


def leaderboard():
    """Three classifiers of 90 images of 6 classes, one of them without images, at scale 40."""
    draw = np.random.default_rng(5)
    labels = draw.choice([0, 1, 2, 3, 5], 90, p=[.4, .3, .1, .1, .1])
    counts = np.bincount(labels, minlength=6)
    equal = 5**2 / (1 / counts[counts > 0]).sum()
    sides, losses = [], []
    for noise in (1.0, 0.8, 1.2):
        side = classify(draw, labels, 6, noise, 40)
        own = -np.log(side["probabilities"][np.arange(90), labels])
        right = side["predicted"] == labels
        recall = metrics.recall_score(labels, side["predicted"], average=None, labels=[0, 1, 2, 3, 5]).mean()
        losses.append(own)
        sides.append({
            "cosines": [[float(value) for value in row] for row in side["cosines"]],
            "top1": [float(right.mean()), *proportion_confint(int(right.sum()), 90, method="wilson")],
            "mean_per_class": [float(recall), *proportion_confint(recall * equal, equal, method="wilson")],
            "log_loss": interval(own),
        })
    best = int(np.argmin([own.mean() for own in losses]))
    return {"classes": 6, "labels": labels.tolist(), "scale": 40.0, "sides": sides, "best_by_log_loss": best,
            "log_loss_to_best": [interval(own - losses[best]) for own in losses]}


def interval(values):
    """Mean, and a normal interval at 95 %."""
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(len(values))
    return [float(mean), float(mean + norm.ppf(0.025) * error), float(mean + norm.ppf(0.975) * error)]


write("mcnemar", mcnemar())
write("leaderboard", leaderboard())
write("score", score())
write("comparison", comparison())
write("confusion", confusion())
write("choice", choice())
write("calibration", calibration())
