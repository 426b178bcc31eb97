"""What an import writes of an entry that is there already."""

# By the key of the column, the field of the entry.
FACTS = {
    "community": "community",
    "finding": "finding",
    "text": "text",
    "measures": "measures",
    "goal": "goal",
    "leader": "leader",
    "department": "department",
    "owner": "owner",
    "progress": "progress_before",
    "evidence": "evidence_before",
    "is_public": "is_withheld",
    "withheld_ground": "withheld_ground",
    "remark": "remark",
}
KEY_OF = {attribute: key for key, attribute in FACTS.items()}
