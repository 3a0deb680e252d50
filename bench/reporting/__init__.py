"""What ``bench.reports`` measures, and on what."""
