"""The parts of the neurons view: what stands where, what it shows, and how it is edited."""
