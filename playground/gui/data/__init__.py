"""The Data tab: people's own data, looked through, prepared, split and made."""
