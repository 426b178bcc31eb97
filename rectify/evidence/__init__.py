"""What may be kept as evidence: files judged by their content and cleaned.

Knows nothing of entries or people; the rest of the program hands it what was uploaded.
"""
