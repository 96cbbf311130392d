"""Large sets: HDBSCAN on reduced vectors, then its groups joined into a reader's number of themes.

HDBSCAN: Campello, Moulavi and Sander 2013. Reduction: principal components of the centred vectors, or UMAP
(McInnes et al. 2018) on request; UMAP compiles for seconds in each process and did not find better groups.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from miner.clusters.agglomerate import numbered
from miner.clusters.records import Labels
from miner.clusters.similarity import Matrix, centred
from miner.embeddings import Vectors
from miner.embeddings.directions import main_directions

_N_COMPONENTS = 32
_MIN_GROUP, _GROUPS_PER = 5, 250  # a group has at least 5 arguments, or one in 250 of a large discussion


def dense_groups(vectors: Vectors, reducer: str) -> Labels:
    """Dense groups of at least 5 arguments (one in 250); -1 between them.

    Parameters
    ----------
    reducer
        ``none`` for principal components, ``umap``.
    """
    from hdbscan import HDBSCAN

    reduced = _umap(centred(vectors)) if reducer == "umap" else principal_components(centred(vectors), _N_COMPONENTS)
    size = max(_MIN_GROUP, len(vectors) // _GROUPS_PER)
    model = HDBSCAN(min_cluster_size=size, min_samples=_MIN_GROUP, cluster_selection_method="leaf", core_dist_n_jobs=1)
    return numbered(np.asarray(model.fit_predict(reduced), dtype=np.int64))


def principal_components(matrix: Matrix, n_components: int) -> Matrix:
    """The first components, each with a fixed sign, rounded so that threads make no difference."""
    top = main_directions(np.round(matrix.T @ matrix, 8), n_components)[:, ::-1]
    signs = np.sign(top[np.abs(top).argmax(axis=0), np.arange(top.shape[1])])
    return np.asarray(np.round(matrix @ (top * np.where(signs == 0, 1, signs)), 6))


def _umap(matrix: Matrix) -> npt.NDArray[np.float64]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba and n_jobs notes of the library, nothing a reader can act on
        from umap import UMAP

        model = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0, n_jobs=1)
        return np.asarray(np.round(model.fit_transform(matrix), 4), dtype=np.float64)
