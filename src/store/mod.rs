//! What is kept, in one embedded database; the ledger.
