//! What can be asked: one description of each question, from which both the router and the OpenAPI document are made, so that
//! neither can say what the other doesn't.

use serde_json::Value as Json;

use super::call::Call;
use super::problem::Problem;
use super::reply::Reply;
use super::shape::Shape;

/// The methods that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
}

/// What answers.
pub(crate) type Answer = fn(&Call<'_>) -> Result<Reply, Problem>;

/// One question that can be asked.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// Below `/api/v1`; parameters stand in braces.
    pub(crate) path: &'static str,
    /// The name that generated clients call it by.
    pub(crate) id: &'static str,
    /// The group under which documentation shows it.
    pub(crate) tag: &'static str,
    /// One sentence.
    pub(crate) summary: &'static str,
    /// Parameters of the address, those of the path first.
    pub(crate) parameters: Vec<Parameter>,
    /// What is sent.
    pub(crate) body: Option<Body>,
    /// What comes back when all is well: media types with their shapes.
    pub(crate) answers: Vec<(&'static str, Json)>,
    /// Whether only the operator may ask.
    pub(crate) for_operator: bool,
    /// Whether something of this name may not exist.
    pub(crate) may_be_missing: bool,
    /// Whether it is answered from facts as they were known on the day that is asked about, and not from documents alone.
    pub(crate) is_about_facts: bool,
    /// Whether it is answered where it came in, without a thread of its own.
    pub(crate) is_quick: bool,
    pub(crate) answer: Answer,
}

/// A parameter of an address.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) in_path: bool,
    pub(crate) about: &'static str,
    pub(crate) schema: Json,
    pub(crate) shape: Shape,
}

impl Parameter {
    pub(crate) fn new(name: &'static str, in_path: bool, about: &'static str, schema: Json) -> Parameter {
        Parameter { name, in_path, about, shape: Shape::of(&schema), schema }
    }
}

/// What is sent.
pub(crate) enum Body {
    /// A JSON object of this shape.
    Json { schema: Json, shape: Shape },
    /// A file of one of these media types.
    File(&'static [&'static str]),
}

impl Endpoint {
    pub(crate) fn get(path: &'static str, id: &'static str, tag: &'static str, answer: Answer) -> Endpoint {
        Endpoint {
            method: Method::Get,
            path,
            id,
            tag,
            summary: "",
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            for_operator: false,
            may_be_missing: false,
            is_about_facts: false,
            is_quick: false,
            answer,
        }
    }

    pub(crate) fn post(path: &'static str, id: &'static str, tag: &'static str, answer: Answer) -> Endpoint {
        Endpoint { method: Method::Post, ..Endpoint::get(path, id, tag, answer) }
    }

    pub(crate) fn says(mut self, summary: &'static str) -> Endpoint {
        self.summary = summary;
        self
    }

    /// A parameter of the path.
    pub(crate) fn path(mut self, name: &'static str, about: &'static str, schema: Json) -> Endpoint {
        self.may_be_missing = true;
        self.parameters.push(Parameter::new(name, true, about, schema));
        self
    }

    /// A parameter behind the question mark; it may always be left out.
    pub(crate) fn query(mut self, name: &'static str, about: &'static str, schema: Json) -> Endpoint {
        self.parameters.push(Parameter::new(name, false, about, schema));
        self
    }

    pub(crate) fn takes(mut self, schema: Json) -> Endpoint {
        self.body = Some(Body::Json { shape: Shape::of(&schema), schema });
        self
    }

    pub(crate) fn takes_file(mut self, kinds: &'static [&'static str]) -> Endpoint {
        self.body = Some(Body::File(kinds));
        self
    }

    pub(crate) fn answers(mut self, kind: &'static str, schema: Json) -> Endpoint {
        self.answers.push((kind, schema));
        self
    }

    pub(crate) fn for_operator(mut self) -> Endpoint {
        self.for_operator = true;
        self
    }

    /// Says that an answer takes about as long as handing the question to another thread would.
    pub(crate) fn quick(mut self) -> Endpoint {
        self.is_quick = true;
        self
    }

    /// Says that facts are asked about.
    pub(crate) fn about_facts(mut self) -> Endpoint {
        self.is_about_facts = true;
        self
    }

    /// A day behind the question mark.
    pub(crate) fn on_a_day(self) -> Endpoint {
        self.query("as_of", "The day that is asked about; today where none is named.", super::schema::day())
    }

    /// The pages of a list.
    pub(crate) fn in_pages(self) -> Endpoint {
        let (number, size) = (super::paging::page_number(), super::paging::page_size());
        self.query("page", "Which page.", number).query("pageSize", "Items of a page.", size)
    }

    /// Says that what is asked about may not exist.
    pub(crate) fn may_be_missing(mut self) -> Endpoint {
        self.may_be_missing = true;
        self
    }
}
