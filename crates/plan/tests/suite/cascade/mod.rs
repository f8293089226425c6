//! Plans of three levels.

mod allocation;
mod editions;
mod figures;
mod links;
mod load;
mod promises;
mod shipped;
mod small;
mod words;
