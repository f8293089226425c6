//! Compiled rules as a function of SQL.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{DataFusionError, Result, exec_err, plan_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use wuwei_columnar::CompiledRules;

use crate::across;

/// A function of a struct of columns, each under the name of its fact, that gives a struct of answers.
///
/// The names are in the struct and not those of the columns: a host may push columns together under names of its own.
#[derive(Debug)]
pub(crate) struct Policy {
    name: String,
    rules: CompiledRules,
    signature: Signature,
}

impl Policy {
    pub(crate) fn new(name: &str, rules: CompiledRules) -> Policy {
        Policy { name: name.to_string(), rules, signature: Signature::any(1, Volatility::Immutable) }
    }

    fn fields(&self) -> Result<Fields> {
        let schema = self.rules.schema();
        let field = |field: &arrow_schema::FieldRef| {
            let ty = field.data_type().to_string().parse::<DataType>()?;
            Ok(Field::new(field.name(), ty, field.is_nullable()))
        };
        schema.fields().iter().map(field).collect()
    }
}

// Functions are told apart by their names.
impl PartialEq for Policy {
    fn eq(&self, other: &Policy) -> bool {
        self.name == other.name
    }
}

impl Eq for Policy {}

impl Hash for Policy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Policy {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    /// A name that the rules don't read is refused when the query is planned: it is misspelt, and what it should have been
    /// would count as unknown.
    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let [DataType::Struct(given)] = types else {
            return plan_err!("{} takes one named_struct('column', value, …)", self.name);
        };
        let read: Vec<String> = self.rules.columns().into_iter().map(|column| column.name).collect();
        if let Some(other) = given.iter().find(|field| !read.contains(field.name())) {
            return plan_err!("{} reads no {}; it reads {}", self.name, other.name(), read.join(" "));
        }
        Ok(DataType::Struct(self.fields()?))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let fault = |why| DataFusionError::External(why);
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(given) = arrays.first().and_then(|array| array.as_struct_opt()) else {
            return exec_err!("{} takes a struct", self.name);
        };
        let columns = given.fields().iter().zip(given.columns());
        let columns = columns.map(|(field, array)| Ok((field.name(), across::to_rules(array).map_err(fault)?)));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let batch = arrow_array::RecordBatch::try_from_iter(columns).map_err(|why| fault(why.into()))?;
        let answers = self.rules.evaluate(&batch).map_err(|why| fault(why.into()))?;
        let columns = answers.columns().iter().map(|array| across::to_host(array).map_err(fault));
        let columns = columns.collect::<Result<Vec<ArrayRef>>>()?;
        Ok(ColumnarValue::Array(Arc::new(StructArray::try_new(self.fields()?, columns, None)?)))
    }
}
