//! What a reform would do: a program against another over the same population, as columns.
