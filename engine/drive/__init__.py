"""Who moves whom: runs, races, sweeps; what is written down on the way."""
