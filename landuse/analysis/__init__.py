"""Questions asked of several assessments."""
