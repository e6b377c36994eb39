"""What a finished walk tells: ledger, fair comparison, limits of theory, termination."""
