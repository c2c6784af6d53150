"""How the respondents were reached: clusters, strata and finite populations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """Clusters within strata, in the form in which variances use them.

    Attributes
    ----------
    cluster_of : ndarray, shape (n,)
        Cluster (primary sampling unit) of each respondent, 0 … n_clusters - 1.
    stratum_of : ndarray, shape (n_clusters,)
        Stratum of each cluster.
    clusters_in : ndarray, shape (n_strata,)
        Number of sampled clusters per stratum.
    sampled_ratio : ndarray, shape (n_strata,)
        Sampled share of each stratum's clusters (0 without a finite population correction).
    is_clustered : bool
        False when every respondent is a cluster.
    """

    cluster_of: IntArray
    stratum_of: IntArray
    clusters_in: IntArray
    sampled_ratio: FloatArray
    is_clustered: bool

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.cluster_of)

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters minus strata."""
        return len(self.stratum_of) - len(self.clusters_in)

    @property
    def is_simple(self) -> bool:
        """True for one stratum of single respondents (a finite population may be known)."""
        return not self.is_clustered and len(self.clusters_in) == 1


def simple_design(n: int) -> SampleDesign:
    """Describe n respondents who came one by one."""
    return describe_design(n)


def describe_design(
    n: int,
    *,
    psu: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    fpc: npt.ArrayLike | None = None,
) -> SampleDesign:
    """Describe a sample by labels per respondent.

    Parameters
    ----------
    n : int
        Number of respondents.
    psu : array_like, shape (n,), optional
        Label of the cluster in which a respondent was reached: an event, a firm, a newspaper.
        The same label in two strata means two clusters. Without it each respondent is one.
    strata : array_like, shape (n,), optional
        Label of the stratum.
    fpc : array_like, shape (n,), optional
        Finite population: clusters in the respondent's stratum (numbers above 1), or their
        sampled share (numbers up to 1). Constant within a stratum.

    Returns
    -------
    SampleDesign

    Raises
    ------
    SurveyInputError
        For lengths that differ, a finite population smaller than the sample, or one that
        changes within a stratum (named). A stratum with one cluster is refused by the variance.

    Notes
    -----
    O(n log n).
    """
    stratum_names, stratum = _label_numbers(strata, n, "strata")
    names, raw = _label_numbers(psu, n, "psu") if psu is not None else ([], np.arange(n))
    key = stratum * (len(names) if psu is not None else n) + raw
    _, first, cluster_of = np.unique(key, return_index=True, return_inverse=True)
    stratum_of = stratum[first]
    clusters_in = np.bincount(stratum_of, minlength=len(stratum_names))
    return SampleDesign(
        cluster_of=cluster_of.astype(np.int64),
        stratum_of=stratum_of,
        clusters_in=clusters_in,
        sampled_ratio=_sampled_ratio(fpc, stratum, stratum_names, clusters_in),
        is_clustered=len(first) < n,
    )


def _label_numbers(labels: npt.ArrayLike | None, n: int, place: str) -> tuple[list[str], IntArray]:
    if labels is None:
        return ["all"], np.zeros(n, dtype=np.int64)
    values = np.asarray(labels)
    if values.shape != (n,):
        raise SurveyInputError(place, f"needs one label per respondent, has shape {values.shape}")
    names, numbers = np.unique(values, return_inverse=True)
    return [str(name) for name in names], numbers.astype(np.int64)


def _sampled_ratio(
    fpc: npt.ArrayLike | None, stratum: IntArray, names: list[str], clusters_in: IntArray
) -> FloatArray:
    if fpc is None:
        return np.zeros(len(names))
    values = np.asarray(fpc, dtype=np.float64)
    if values.shape != stratum.shape:
        raise SurveyInputError("fpc", f"needs one number per respondent, has shape {values.shape}")
    wrong = ~np.isfinite(values) | (values <= 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SurveyInputError(f"fpc, row {row + 1}", f"{values[row]:g} is not more than 0")
    size = np.empty(len(names))
    size[stratum] = values
    changing = size[stratum] != values
    if changing.any():
        name = names[int(stratum[int(np.argmax(changing))])]
        raise SurveyInputError("fpc", f"stratum {name} has more than one population size")
    is_share = bool((values <= 1).all())
    ratio = size if is_share else clusters_in / size
    if (ratio > 1).any():
        worst = int(np.argmax(ratio))
        raise SurveyInputError(
            "fpc",
            f"stratum {names[worst]} has {clusters_in[worst]} sampled clusters, "
            f"but a population of {size[worst]:g}",
        )
    return np.asarray(ratio, dtype=np.float64)


def refuse_single_clusters(design: SampleDesign) -> None:
    """Refuse a variance where a stratum has only one cluster.

    Raises
    ------
    SurveyInputError
        One cluster says nothing about differences between clusters.
    """
    single = (design.clusters_in < 2) & (design.sampled_ratio < 1)
    if single.any():
        number = int(np.argmax(single))
        raise SurveyInputError(
            "strata",
            f"stratum number {number + 1} (in sorted order) has a single cluster; "
            "merge it with a similar stratum",
        )
