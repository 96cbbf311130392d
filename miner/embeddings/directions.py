"""The directions in which rows of numbers differ most: what maps, density groups and found contrasts are made from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

Matrix = npt.NDArray[np.float64]


def main_directions(product: Matrix, n: int) -> Matrix:
    """Eigenvectors of the ``n`` largest eigenvalues (all, if there are fewer), the last of them the largest.

    On one core: the algebra library hands each of some thousand small steps to all cores and lets those wait busily, which
    took 4.7 processor seconds instead of 0.03 for 768 rows on two cores that had other work, and was never faster.

    Parameters
    ----------
    product : shape (n_dims, n_dims), symmetric
        Rounded by the caller, so that the order in which its sums were added up makes no difference.

    Returns
    -------
    shape (n_dims, n)
        Columns of length 1; their signs mean nothing.
    """
    last = len(product) - 1
    with threadpool_limits(1, "blas"):
        return np.asarray(eigh(product, subset_by_index=[max(last - n + 1, 0), last])[1])
