"""Views: each is one way to look at a run. See `view.View` for what they all have in common."""
