"""How it works: pure functions of arrays and geometries; reads and writes nothing."""
