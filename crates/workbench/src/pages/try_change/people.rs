//! Who gains and who loses, the most first.

use maud::{Markup, html};
use wuwei_ir::{EntityId, Number, Type, quantity};
use wuwei_project::simulation_words;
use wuwei_simulate::{KindChange, Money, Person};

use super::effect::{Effect, amount, table};
use crate::parts::layout::encoded;
use crate::parts::table::numbers;

/// So many of each are shown.
const SHOWN: usize = 10;

pub(super) fn show(effect: &Effect<'_, '_, '_>, kind: &KindChange) -> Markup {
    let asking = effect.asking;
    let groups = [
        (asking.say("谁受益", "Who gains"), &kind.people.winners),
        (asking.say("谁受损", "Who loses"), &kind.people.losers),
    ];
    let said = simulation_words(asking.lang);
    let head = numbers(["", said.before, said.after, said.change]);
    html! {
        @for (title, people) in groups {
            @if !people.is_empty() {
                (table(title, &head, html! {
                    @for person in people.iter().take(SHOWN) { (row(effect, kind.entity, person)) }
                }))
                @if people.len() > SHOWN {
                    p.aside {
                        (asking.say("变化最大的 ", "The ")) (SHOWN) (asking.say(" 个，共 ", " with the largest change, of "))
                        (people.len()) (asking.say(" 个。", "."))
                    }
                }
            }
        }
    }
}

fn row(effect: &Effect<'_, '_, '_>, entity: EntityId, person: &Person) -> Markup {
    let lang = effect.asking.lang;
    let kind = effect.before.program.entity(entity).head.name;
    let (key, name) = effect.before.called(entity, person.row);
    let change = person.most_changed();
    let size = quantity(Type::MONEY, None, Number::ratio(change.abs(), 1).unwrap_or(Number::ZERO), lang);
    html! {
        tr {
            th scope="row" {
                a href=(format!("/subjects/{}/{}", encoded(kind.as_str()), encoded(&key))) { (name.as_deref().unwrap_or(&key)) }
                @if name.is_some() { small { (key) } }
            }
            td.num { (amount(Money::of(person.before), lang)) }
            td.num { (amount(Money::of(person.after), lang)) }
            td.num {
                @if change < 0 { span.bad { "−" (size) } } @else { span.good { "+" (size) } }
            }
        }
    }
}
