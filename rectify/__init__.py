"""巡察整改台账: the ledger of what an inspection found, and its public notice."""
