"""Programs for those who work on landuse itself; not part of the package."""
