"""The catalogue of indicators, and (with the ledgers) how their figures are counted."""
