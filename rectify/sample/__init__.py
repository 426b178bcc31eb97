"""Data to try the program with: the published round of 2022 and one that is in progress.

How the 523 entries of 2022 were spread over the communities was never published, so the
ledger here is made by a rule that favours nobody, uses only the notice's own wording, names
no person, and says on every row that it is a sample.
"""

# Where the histories of the sample's rows say that they come from.
SOURCE = "示例数据"
