"""A small shared HTTP cache in front of Django, by the rules of RFC 9111.

A page that Django has marked public is answered from memory, and Django is asked at most
twice a second whether it still stands. Nothing here knows what the pages are.
"""
