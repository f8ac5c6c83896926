"""Taking a run home: the dialog that exports, and the report."""
