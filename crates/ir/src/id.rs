//! Ids: positions in the tables of a program, one type per table, so that they can't be mixed up.

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            pub fn from_index(index: usize) -> $name {
                $name(index as u32)
            }
        }
    };
}
