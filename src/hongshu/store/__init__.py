"""The shop: catalogue now; ledger, inventory, payments, customs and trade as their work comes."""
