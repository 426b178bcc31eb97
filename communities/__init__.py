"""Who answers: communities, departments, owners and the people who log in.

Communities came before any round and outlive it, so nothing here imports `rectify`.
"""
