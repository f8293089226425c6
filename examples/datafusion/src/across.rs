//! Columns from one version of Arrow to another.
//!
//! Both versions lay columns out alike, so the memory is shared and nothing is copied: a buffer of one version owns the
//! buffer of the other. Types go across by their names. Where host and rules use the same version, none of this is needed.

use bytes::Bytes;
use datafusion::arrow as theirs;

/// Why a column doesn't go across.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

macro_rules! across {
    ($(#[$meta:meta])* $name:ident, $owner:ident, $from_data:path, $from_buffer:path => $data:path, $buffer:path, $bits:path, $nulls:path, $ty:path) => {
        struct $owner($from_buffer);

        impl AsRef<[u8]> for $owner {
            fn as_ref(&self) -> &[u8] {
                self.0.as_slice()
            }
        }

        $(#[$meta])*
        fn $name(data: &$from_data) -> Result<$data, Fault> {
            use $bits as Bits;
            use $buffer as Buffer;
            use $data as Data;
            use $nulls as Nulls;
            use $ty as Type;
            let share = |buffer: &$from_buffer| Buffer::from(Bytes::from_owner($owner(buffer.clone())));
            let nulls = data.nulls().map(|nulls| {
                let bits = nulls.inner();
                Nulls::new(Bits::new(share(bits.inner()), bits.offset(), bits.len()))
            });
            let children = data.child_data().iter().map($name).collect::<Result<Vec<_>, Fault>>()?;
            Ok(Data::builder(data.data_type().to_string().parse::<Type>()?)
                .len(data.len())
                .offset(data.offset())
                .nulls(nulls)
                .buffers(data.buffers().iter().map(share).collect())
                .child_data(children)
                .build()?)
        }
    };
}

across!(
    /// From DataFusion's version to that of the rules.
    data_to_rules, TheirBuffer, theirs::array::ArrayData, theirs::buffer::Buffer
        => arrow_data::ArrayData, arrow_buffer::Buffer, arrow_buffer::BooleanBuffer, arrow_buffer::NullBuffer, arrow_schema::DataType
);
across!(
    /// And back.
    data_to_host, OurBuffer, arrow_data::ArrayData, arrow_buffer::Buffer
        => theirs::array::ArrayData, theirs::buffer::Buffer, theirs::buffer::BooleanBuffer, theirs::buffer::NullBuffer, theirs::datatypes::DataType
);

/// A column of the host as one that the rules read.
pub(crate) fn to_rules(array: &theirs::array::ArrayRef) -> Result<arrow_array::ArrayRef, Fault> {
    Ok(arrow_array::make_array(data_to_rules(&theirs::array::Array::to_data(array))?))
}

/// A column of answers as one that the host reads.
pub(crate) fn to_host(array: &arrow_array::ArrayRef) -> Result<theirs::array::ArrayRef, Fault> {
    Ok(theirs::array::make_array(data_to_host(&arrow_array::Array::to_data(array))?))
}
