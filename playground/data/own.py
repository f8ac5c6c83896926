"""From a file of people's own to samples: read, split, prepared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import read_only
from playground.data.dataset import Dataset
from playground.data.pipeline import fit, target_values, targets_of
from playground.data.preprocess import Standardiser
from playground.data.reading import read_table
from playground.data.split import split
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.prepare import Prepared
    from playground.data.spec import DataSpec
    from playground.data.tables.table import Table


def prepare_own(spec: DataSpec) -> Prepared:
    """The samples of the file that `spec` names.

    The rows are split first; every step is fitted on the training rows alone.

    Raises:
        UserError: the file is not there, can't be read, or can't be prepared so.
        Cancelled: it is no longer wanted.
    """
    assert spec.file is not None
    return prepare_table(spec, read_table(spec.file))


def prepare_table(spec: DataSpec, table: Table) -> Prepared:
    """The samples of a table that is already read."""
    from playground.data.prepare import Prepared

    file = spec.file
    assert file is not None
    if file.task is None or not file.columns:
        raise UserError("The file's columns and its task are not settled yet.")
    targets = targets_of(table, file.task, file.targets)
    values = target_values(table, file.task, targets)
    blank = Dataset(np.zeros((len(table), 1)), values, file.task, (), targets.names)
    sides = split(blank, spec.validation, spec.seed)
    pipeline = fit(file, table, sides.train)
    dataset = replace(
        blank,
        features=read_only(pipeline.features(table)),
        targets=read_only(values),
        feature_names=pipeline.feature_names,
        coded=pipeline.coded,
        vocabulary=pipeline.vocabulary,
    )
    target_scaler = Standardiser.identity(values.shape[1:])
    if spec.standardise_targets and file.task == "regression":
        target_scaler = Standardiser.fit(values[sides.train].astype(np.float64))
    return Prepared(spec, dataset, sides, pipeline.scaler, target_scaler, table, pipeline)
