//! Tests of reasoning over documents.

mod prove;
