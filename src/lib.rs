//! `verbatim` turns a folder of customer-call transcripts into messaging documents that can be defended line by line.
//!
//! The way through the house: files become [`calls`], something proposes [`themes`] with quotes, [`evidence`] checks every quote
//! against the source, a person decides in the review, and only what was accepted is exported.

pub mod calls;
pub mod commands;
pub mod config;
pub mod endpoint;
pub mod error;
pub mod evidence;
pub mod export;
pub mod page;
pub mod project;
pub mod propose;
pub mod quotations;
pub mod review;
pub mod store;
pub mod themes;
pub mod ui;
