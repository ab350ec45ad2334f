"""What is kept between runs: layer snapshots, own layers, costly baselines."""
