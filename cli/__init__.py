"""What can be done without a page: maps larger than one."""
