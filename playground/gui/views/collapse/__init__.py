"""The linear collapse lab: layers with nothing between them, folded into one."""
