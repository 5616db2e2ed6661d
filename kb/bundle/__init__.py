"""The built knowledge base: one folder with facts, passages, lexical index, vectors, encoder and a manifest.

It is a product of the corpus: rebuilt, never migrated; written whole beside the old one, checked, then swapped in one step.
"""
