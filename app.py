"""The app of a checkout: ``streamlit run app.py``."""

from landuse.app.main import main

main()
