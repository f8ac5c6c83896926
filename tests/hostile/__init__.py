"""Files that were made to do harm, or damaged; and what reads them, watched in a process apart."""
