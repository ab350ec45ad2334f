"""Between files and values: the only place with paths, YAML and GDAL."""
