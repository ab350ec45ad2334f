"""How the app is served: one process, our own routes beside Streamlit's, and what each answer may carry."""
