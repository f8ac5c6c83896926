"""Parts of the race of CPU against GPU."""
