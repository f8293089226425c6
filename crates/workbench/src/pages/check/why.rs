//! How one answer came about: its proof, step by step, from what was told.

use maud::{PreEscaped, html};
use wuwei_engine::Evaluator;
use wuwei_ir::GroupId;
use wuwei_project::{Explanation, explain_parts, explain_words};

use super::carry::{MOVES, moves};
use super::result::stamp;
use super::sheet::{Sheet, kind_name};
use super::start::rule_shown;
use crate::pages::Moment;
use crate::parts::layout::Page;
use crate::parts::nav::Section;

pub(super) fn page(moment: &Moment<'_>, sheet: &Sheet, group: GroupId) -> Page {
    let asking = moment.asking;
    let library = moment.snapshot.library();
    let program = library.program();
    let stranger = sheet.stranger();
    let interview = sheet.interview(moment.snapshot, &stranger, moment.as_of);
    let evaluator = Evaluator::new(program, interview.known(), moment.as_of);
    let proof = evaluator.trace(group, interview.subject());
    let population = Some(interview.known());
    let explanation = Explanation { library, population, lang: asking.lang, as_of: moment.as_of, colour: false };
    let (parts, said) = (explain_parts(&explanation, &proof), explain_words(asking.lang));
    let name = rule_shown(program, group, asking.lang);
    let item = program.version(group, moment.as_of).unwrap_or(program.group(group).versions[0]);
    let document = program.document(program.item(item).head.doc);
    let body = html! {
        (moves(moment, sheet, &format!("why:{}", program.group_names()[group.index()]), ""))
        p.check-back-line { button.check-go form=(MOVES) name="step" value="result" { (asking.say("‹ 回到结果", "‹ Back to the result")) } }
        p.kicker { (asking.say("自测", "Check")) " · " (kind_name(program, sheet.kind).get(asking.lang)) }
        h1 { (name) }
        (stamp(asking, moment.as_of))
        p {
            (asking.say("出自 ", "From "))
            a href=(format!("/documents/{}", document.id)) { (document.title.get(asking.lang)) }
        }
        div.proof {
            (PreEscaped(&parts.answer))
            (PreEscaped(&parts.why))
            section aria-labelledby="proof" {
                h2 #proof { (said.proof) }
                p.legend { (said.legend) }
                div.tree { (PreEscaped(&parts.tree)) }
            }
        }
    };
    Page::new(Section::Check, name, body).keeping(MOVES)
}
