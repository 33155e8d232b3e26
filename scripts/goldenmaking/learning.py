"""What scikit-learn fits to small embeddings: Tests/ModelTests/Goldens/learning.

embeddings.npy has 300 rows of length 1 that lie in a cone, as CLIP's do, in five classes that overlap; learning.json what
is fitted to the first 200 and said of the others, and what retrieval among them is worth."""
import json
from pathlib import Path

import numpy as np
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.neighbors import KNeighborsClassifier

FOLDER = Path("Tests/ModelTests/Goldens/learning")
ROWS, COLUMNS, CLASSES, TRAIN = 300, 24, 5, 200


def made():
    draw = np.random.default_rng(20)
    cone = draw.normal(0, 1, COLUMNS)
    centres = draw.normal(0, 0.5, (CLASSES, COLUMNS))
    labels = draw.choice(CLASSES, ROWS, p=[.3, .25, .2, .15, .1])
    rows = cone + centres[labels] + draw.normal(0, 0.7, (ROWS, COLUMNS)) * np.linspace(0.3, 1.5, COLUMNS)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), labels


def probe(rows, labels, judged, c):
    """The minimum of scikit-learn's objective, told as the mean cross-entropy and the weights' share."""
    model = LogisticRegression(C=c, tol=1e-12, max_iter=1_000_000).fit(rows, labels)
    own = np.searchsorted(model.classes_, labels)
    scores = model.decision_function(rows)
    if scores.ndim == 1:
        scores = np.stack([np.zeros_like(scores), scores], 1)
    loss = np.mean(logsumexp(scores, axis=1) - scores[np.arange(len(own)), own])
    shares = np.sort(model.predict_proba(judged), axis=1)
    return {
        "c": c, "objective": float(loss + (model.coef_ ** 2).sum() / (2 * c * len(own))),
        "predicted": model.predict(judged).tolist(), "leads": (shares[:, -1] - shares[:, -2]).tolist(),
        "gap": float(np.abs(gradient(model, rows, own, c, scores)).max()),
    }


def gradient(model, rows, own, c, scores):
    """Of the weights: how near the minimum scikit-learn came."""
    shares = np.exp(scores - logsumexp(scores, axis=1, keepdims=True))
    shares[np.arange(len(own)), own] -= 1
    if len(model.classes_) == 2:
        shares = shares[:, 1:]
    return shares.T @ rows / len(own) + model.coef_ / (c * len(own))


def retrieval(rows, labels, index, index_labels, loose):
    """By the definitions, with scikit-learn's average precision; `loose`: a row of the index that is the query itself is
    left out."""
    cosines = rows @ index.T
    figures = {"precision": [], "recall": [], "average_precision": []}
    for query in range(len(rows)):
        keep = np.arange(len(index)) != query if loose else np.ones(len(index), bool)
        relevant = (index_labels == labels[query])[keep]
        if not relevant.any():
            continue
        order = np.argsort(-cosines[query][keep], kind="stable")
        depth = min(5, relevant.sum())
        figures["precision"].append(relevant[order[:depth]].sum() / depth)
        figures["recall"].append([bool(relevant[order[:k]].any()) for k in (1, 5, 10)])
        figures["average_precision"].append(average_precision_score(relevant, cosines[query][keep]))
    return {
        "queries": len(figures["precision"]), "precision": float(np.mean(figures["precision"])),
        "recall": np.mean(figures["recall"], axis=0).tolist(),
        "average_precision": float(np.mean(figures["average_precision"])),
    }


def plain(values):
    return [[float(value) for value in row] for row in values]


def main():
    rows, labels = made()
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "embeddings.npy", rows)
    wide = rows.astype(np.float64)
    train, test = wide[:TRAIN], wide[TRAIN:]
    own, others = labels[:TRAIN], labels[TRAIN:]
    random = np.random.default_rng(21).integers(0, CLASSES, TRAIN)
    pca = PCA(n_components=8, svd_solver="full").fit(train)
    white = PCA(n_components=8, svd_solver="full", whiten=True).fit(train)
    lda = [{
        "shrinkage": shrinkage,
        "rows": plain(LinearDiscriminantAnalysis(solver="eigen", shrinkage=shrinkage or None).fit(train, own)
                      .transform(test[:20])),
    } for shrinkage in (0.0, 0.1)]
    value = {
        "train": TRAIN, "classes": CLASSES, "labels": labels.tolist(), "random_labels": random.tolist(),
        "probes": [probe(train, own, test, c) for c in (0.01, 1.0, 100.0, 10000.0)],
        "two_classes": [probe(train, np.minimum(own, 1), test, c) for c in (0.1, 100.0)],
        # Fewer rows than columns.
        "few": [probe(train[:20], own[:20], test, c) for c in (1.0, 1000.0)],
        "random": [probe(train, random, test, c) for c in (1.0, 100.0)],
        "neighbours": {str(k): KNeighborsClassifier(k, metric="cosine").fit(train, own).predict(test).tolist()
                       for k in (1, 5)},
        "pca": {"variances": pca.explained_variance_.tolist(), "rows": plain(pca.transform(test[:20])),
                "white": plain(white.transform(test[:20]))},
        "lda": lda,
        "retrieval": retrieval(test, others, train, own, False),
        "leave_one_out": retrieval(train, own, train, own, True),
    }
    (FOLDER / "learning.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
    print("greatest gradient at scikit-learn's minima:",
          max(p["gap"] for p in value["probes"] + value["two_classes"] + value["few"] + value["random"]))


main()
