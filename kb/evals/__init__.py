"""Measures of quality, as code: retrieval, abstention, and any BEIR-format benchmark."""
