//! What is wrong with a proof.

use wuwei_source::Text;

/// How a document differs from the one that a proof was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentFault {
    /// It has another text here.
    Changed(String),
    /// It isn't here.
    Missing(String),
    /// The proof doesn't know it.
    New(String),
}

impl DocumentFault {
    /// The document.
    pub fn id(&self) -> &str {
        match self {
            DocumentFault::Changed(id) | DocumentFault::Missing(id) | DocumentFault::New(id) => id,
        }
    }

    fn text(&self) -> Text {
        let id = self.id();
        match self {
            DocumentFault::Changed(_) => Text::new(format!("{id}（内容不同）"), format!("{id} (changed)")),
            DocumentFault::Missing(_) => Text::new(format!("{id}（这里没有）"), format!("{id} (not here)")),
            DocumentFault::New(_) => Text::new(format!("{id}（证明里没有）"), format!("{id} (not in the proof)")),
        }
    }
}

/// What is wrong with a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It isn't a proof of this format.
    NotAProof,
    /// Its bytes are not those in which such a proof is written.
    NotCanonical,
    /// It isn't what its digest was made of.
    Digest,
    /// It was made with other documents; whether they make a difference to it.
    Documents {
        /// Which.
        faults: Vec<DocumentFault>,
        /// The first step that comes out otherwise by the documents here, counted from 1; nothing where none does.
        step: Option<usize>,
    },
    /// A name or value in it means nothing in the documents.
    Meaningless(String),
    /// It holds something besides what such a proof holds.
    Besides,
    /// A step doesn't follow from what stands before it.
    Step {
        /// Which, counted from 1.
        number: usize,
        /// What it is about.
        says: String,
        /// What the proof says of it.
        claimed: String,
        /// What follows.
        follows: String,
    },
    /// An answer isn't that of the step it rests on.
    Answer,
    /// A fact is needed that the proof doesn't hold.
    Lacking(String),
    /// A fact is held that nothing rests on.
    Unused(String),
    /// It isn't signed, and should be.
    NotSigned,
    /// It is signed by another key than the one that should have.
    OtherKey(String),
    /// Its signature isn't of this proof by the key that it names.
    Forged,
}

impl Finding {
    /// The word for it in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Finding::NotAProof => "not_a_proof",
            Finding::NotCanonical => "not_canonical",
            Finding::Digest => "altered",
            Finding::Documents { .. } => "documents_differ",
            Finding::Meaningless(_) => "meaningless",
            Finding::Besides => "not_part_of_a_proof",
            Finding::Step { .. } => "does_not_follow",
            Finding::Answer => "other_answer",
            Finding::Lacking(_) => "fact_lacking",
            Finding::Unused(_) => "fact_unused",
            Finding::NotSigned => "not_signed",
            Finding::OtherKey(_) => "other_key",
            Finding::Forged => "wrong_signature",
        }
    }

    /// What it says to people.
    pub fn text(&self) -> Text {
        match self {
            Finding::NotAProof => Text::new(
                "这不是 wuwei 写的证明文件，或者是更新的版本写的。",
                "This is no proof that wuwei wrote, or a newer version wrote it.",
            ),
            Finding::NotCanonical => Text::new(
                "文件的字节不是证明的规范写法：写好以后被改过。",
                "The bytes are not the canonical form of a proof: the file was changed after it was written.",
            ),
            Finding::Digest => Text::new(
                "内容与摘要不符：写好以后被改过。",
                "The content doesn't match its digest: the proof was changed after it was made.",
            ),
            Finding::Documents { faults, step } => documents(faults, *step),
            Finding::Meaningless(what) => Text::new(
                format!("文件库里没有证明所说的 `{what}`。"),
                format!("The proof speaks of `{what}`, which means nothing in the documents."),
            ),
            Finding::Besides => {
                Text::new("证明里有不属于证明的内容。", "The proof holds something that is no part of a proof.")
            }
            Finding::Step { number, says, claimed, follows } => Text::new(
                format!("第 {number} 步“{says}”推不出来：证明写的是 {claimed}，按文件和事实应为 {follows}。"),
                format!(
                    "Step {number}, “{says}”, doesn't follow: the proof says {claimed}, documents and facts give {follows}."
                ),
            ),
            Finding::Answer => {
                Text::new("答案与它所依据的步骤不符。", "An answer isn't what the step it rests on gives.")
            }
            Finding::Lacking(what) => Text::new(
                format!("推算要用到“{what}”，证明里没有。"),
                format!("The derivation asks for {what}, which the proof doesn't hold."),
            ),
            Finding::Unused(what) => Text::new(
                format!("证明里的“{what}”没有一步用到。"),
                format!("No step rests on {what}, which the proof holds."),
            ),
            Finding::NotSigned => Text::new("证明没有签名。", "The proof isn't signed."),
            Finding::OtherKey(by) => {
                Text::new(format!("证明由另一个密钥签名：{by}。"), format!("The proof is signed by another key: {by}."))
            }
            Finding::Forged => Text::new(
                "签名不对：不是所写的密钥对这份证明签的。",
                "The signature is wrong: the key that it names didn't sign this proof.",
            ),
        }
    }
}

fn documents(faults: &[DocumentFault], step: Option<usize>) -> Text {
    let texts: Vec<Text> = faults.iter().map(DocumentFault::text).collect();
    let zh: Vec<&str> = texts.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = texts.iter().map(|text| text.en.as_str()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    match step {
        Some(step) => Text::new(
            format!("文件不是证明所依据的：{zh}。按这里的文件，从第 {step} 步起就不同。"),
            format!(
                "The documents are not those of the proof: {en}. By the documents here it differs from step {step} on."
            ),
        ),
        None => Text::new(
            format!("文件不是证明所依据的：{zh}。按这里的文件重算，步骤和答案都一样。"),
            format!(
                "The documents are not those of the proof: {en}. By the documents here every step and answer is the same."
            ),
        ),
    }
}
