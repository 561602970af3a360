//! Sessions played in memory.
