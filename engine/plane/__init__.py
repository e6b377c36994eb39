"""What only two coordinates have: curvature, stationary points, basins, diagnosis."""
