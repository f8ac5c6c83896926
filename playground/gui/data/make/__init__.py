"""Data that one makes: painted on the plane, by a formula, or with a generator's own numbers."""
