"""Readers of files that come from anywhere: each checks before it trusts, and names what is wrong.

Nothing here runs what a file holds, opens another file, or takes memory before the file's own size
speaks for it. What a C library reads, and could crash on, is read in a process of its own.
"""
