//! `wuwei tour`

use crate::tool::Place;

/// The commands that the tour proposes, without the way the program is called.
fn proposals(printed: &str) -> Vec<Vec<String>> {
    let commands = printed.lines().filter_map(|line| {
        let line = line.trim();
        line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("wuwei "))
    });
    commands.map(|command| command.split(' ').map(ToString::to_string).collect()).collect()
}

#[test]
fn the_tour_shows_plans_policy_and_one_enterprise() {
    let place = Place::new();
    let ran = place.wuwei(&["tour", "--enterprises", "60", "--out", "made"]).ends(0);
    let ran = ran.prints("合成数据").prints("吉林省教育科技人才产业一体化发展三年行动方案");
    let ran =
        ran.prints("长春市科技创新引领新质生产力发展行动计划").prints("朝阳区落实市科技创新引领新质生产力发展行动计划");
    let ran = ran.prints("高新技术企业数").prints("> 4000户").prints("已达到").prints("差 500户");
    let ran = ran.prints("科技型中小企业").prints("企业研发投入补助").prints("万元").prints("FAKE").prints("依据：");
    assert!(ran.out.lines().count() < 150, "a screen or two");
    assert!(place.path("made/facts.json").exists());
}

#[test]
fn the_tour_speaks_english() {
    let place = Place::new();
    let ran = place.wuwei(&["tour", "--enterprises", "60", "--out", "made", "--lang", "en"]).ends(0);
    let ran = ran.prints("Synthetic data").prints("High-tech enterprises").prints("¥").prints("Technology SME");
    ran.prints("rests on: ").prints_not("合成数据");
}

#[test]
fn what_it_proposes_works() {
    let place = Place::new();
    let ran = place.wuwei(&["tour", "--enterprises", "60", "--out", "made"]).ends(0);
    let proposals = proposals(&ran.out);
    for command in ["ask", "explain", "run", "show", "list", "check"] {
        assert!(proposals.iter().any(|words| words[0] == command), "{command}\n{ran}");
    }
    for words in proposals {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        place.wuwei(&words).ends(0);
    }
}

#[test]
fn it_is_the_same_every_time() {
    let place = Place::new();
    let tour = ["tour", "--enterprises", "30", "--out", "made"];
    let first = place.wuwei(&tour).ends(0).out;
    assert_eq!(place.wuwei(&tour).ends(0).out, first);
}
