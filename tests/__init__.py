"""All tests. What hypothesis tries is the same on every machine and in every run, and no test fails for being slow."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("steady")
