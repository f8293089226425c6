//! Help and complaints about arguments in both languages.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use wuwei_source::Lang;

/// Chinese help: for each command what it does, for each argument what it means.
const ZH: &[(&str, &str)] = &[
    ("wuwei", "把政策和计划写成可以编译、计算、解释的文件"),
    ("check", "编译文件，报告全部问题"),
    ("fmt", "把文件排成规范的版式"),
    ("test", "运行文件里的测试"),
    ("list", "列出文件库里有什么"),
    ("show", "看一条规则：内容、版本、在哪里用到"),
    ("plan", "计划目标清单：每个目标完成到哪里、会到哪里、由谁负责"),
    ("align", "比较各级计划：哪些不能同时成立、没人承接、重复计算"),
    ("allocate", "把一个目标分解到下级区域"),
    ("prove", "不用数据，查文件里无人能满足的条件、悬崖、矛盾等问题"),
    ("report", "写目标进展通报：网页、公文格式的文档或工作簿"),
    ("trace", "由编号重算清单或通报里的一个数"),
    ("observe", "导入、检查、导出观测值"),
    ("observe import", "把观测值表（xlsx、csv、SDMX-CSV）加到文件库的表里；一个文件要么全装，要么不装"),
    ("observe check", "检查观测值表：哪里不对、可疑，怎样改"),
    ("observe export", "把观测值写成 csv、xlsx 或 SDMX-CSV"),
    ("backup", "把一个库的全部内容写成一个文件"),
    ("restore", "用备份填一个空库"),
    ("backed_up", "库：一个文件，或 postgres:// 地址"),
    ("backup_file", "写到哪个文件，不能已经存在"),
    ("restored_file", "备份文件"),
    ("filled", "填到哪个库，必须是空的：一个文件，或 postgres:// 地址"),
    ("run", "对一个区域的全部主体计算全部规则"),
    ("simulate", "一项修改会怎样：花多少钱、谁受益谁受损、预算够不够"),
    ("readiness", "免申即享就绪情况：每条要哪些事实，接通哪一家放出的钱最多"),
    ("reform", "修改稿：写了 reforms 的文件，或与文件库里某份文件同编号的文件"),
    ("reform_region", "区域：六位代码、编号或名称（默认修改稿的区域）"),
    ("reform_day", "评价日期（默认今天；修改稿生效更晚的，取生效首日）"),
    ("changes_csv", "把金额有变化的主体逐个写成 CSV"),
    ("by_fact", "按某个事实分组，数字可以写分界：职工总数:20,300,1000；可以写多次"),
    ("budget", "全年预算：5000万元 管全部变动条款，条款,条款=5000万元 管其中几条；可以写多次"),
    ("take_up", "符合的人里申报的比例：60%..90%，单独一条写 条款=80%..100%；可以写多次"),
    ("ceiling", "只有上下限的金额落在哪里：0% 是下限，100% 是上限；可以写多次"),
    ("undecided", "未定的人里最终符合的比例；可以写多次"),
    ("growth", "年度事实往未知年份怎样增长：营业收入=5%..12%，* 代表其余全部；可以写多次"),
    ("months", "十二个月的申报权重（默认均匀）"),
    ("assumptions", "写着假定的文件，一行一条，写法同选项：take-up 60%..90%"),
    ("draws", "抽多少个年份"),
    ("draw_seed", "抽样的种子，同一种子结果相同"),
    ("priority", "按分数分配时用哪个得分"),
    ("knob", "要试的数：规则.条件=低..高，例如 专精特新认定奖励.pays.1=20万元..50万元"),
    ("risk", "可以接受的不够用的概率"),
    ("sources", "谁提供哪些事实的表（csv）：来源、事实、是否已接通"),
    ("fill", "没有来源表时，填报率不低于多少算有这个事实"),
    ("ask", "一个企业（或其他主体）的全部答案"),
    ("explain", "一个答案是怎么来的"),
    ("verify", "核对 explain --proof 写出的证明，不需要事实"),
    ("key", "生成给证明签名的密钥"),
    ("key new", "生成密钥：FILE 用来签名，要保密；FILE.pub 用来核对，可以公开"),
    ("advise", "还要怎样才行：使答案变成“是”的最小改变"),
    ("asked_for", "主体的代码或名称，和目标：身份、事项，或得分写上要达到多少（名称>=60）"),
    ("district", "不问一个主体，问一个区域的全部主体，最近的在前；目标可以是梯次"),
    ("alternatives", "列几种改变不同事实的办法"),
    ("within", "多少毫秒以后给出已经找到的最好办法"),
    ("proofs", "列出每种办法的全部证明"),
    ("top", "区域里列前几个"),
    ("next", "接下来先问什么，直到再问什么都改变不了任何答案"),
    ("bundle", "今年和后两年合法可得的最优待遇组合"),
    ("load", "把表格装入事实文件夹"),
    ("template", "写出要填的工作簿"),
    ("synth", "生成一座合成城市"),
    ("demo", "在浏览器里打开工作台：自带的文件库和一座合成城市"),
    ("tour", "编译文件库，生成合成城市，在终端里看看能得到什么"),
    ("serve", "在浏览器里打开工作台：计划、政策、企业"),
    ("explain-error", "解释一种问题"),
    ("lang", "输出语言：zh 或 en（默认按系统语言，否则中文）"),
    ("library", "文件库所在文件夹（默认 ./library，没有就用程序自带的）"),
    ("color", "什么时候用颜色"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
    ("path", "文件或文件夹（默认整个文件库）"),
    ("paths", "文件或文件夹（默认文件库）"),
    ("format", "问题的显示方式"),
    ("deny_warnings", "有警告也算不通过"),
    ("check_only", "只检查版式，不改文件"),
    ("what", "列什么"),
    ("document", "只看这份文件的，写文件编号"),
    ("json", "输出 JSON"),
    ("name", "名称，重名的写全：文件编号.名称"),
    ("facts", "事实文件夹"),
    ("region", "区域：六位代码、编号或名称"),
    ("as_of", "评价日期（默认今天）"),
    ("csv", "把每个主体的答案写成 CSV"),
    ("parquet", "把每个主体的答案写成 Parquet"),
    ("reference", "用参照求值器逐个主体计算"),
    ("explain_plan", "不算答案，列出编译成的运算：每个答案读哪些列、要多少时间"),
    ("threads", "最多用几个线程（默认与处理器核数相同）"),
    ("lights", "用哪一套亮灯办法判定，写名称（默认用本区域的，没有就用上一级的）"),
    ("in_memory", "主体多于此数的种类留在磁盘上，分段计算"),
    ("id", "主体的代码或名称"),
    ("kind", "主体种类（默认按代码或名称查找）"),
    ("answers", "已有的回答：一行一项，写作 研发费用@2024 = 120万元（不知道写 ?）；或一个 JSON 对象"),
    ("from_nothing", "除代码外，一概当作不知道"),
    ("interactive", "逐项提问，从键盘回答；有 --answers 的，记入该文件"),
    ("first", "列出前几项"),
    ("later_unknown", "以后各年没有的数按未知处理，不按最近一年的不变"),
    ("files", "要装入的 xlsx、csv、parquet 文件"),
    ("into", "装入到哪个事实文件夹"),
    ("entity", "主体种类，例如 企业"),
    ("skip_bad_rows", "跳过有问题的行，另存一份待改"),
    ("replace", "同类主体先清空再装入"),
    ("out", "写到哪里"),
    ("years", "年度事实填哪些年，例如 2022..2025"),
    ("enterprises", "生成多少家企业"),
    ("seed", "随机种子，同一种子结果相同"),
    ("plan_of", "文件编号或区域（默认全部有目标的文件）"),
    ("known_on", "按哪一天已知的数（默认今天）"),
    ("report_of", "有目标的文件编号，或只有一份计划的区域"),
    ("report_out", "写到哪里；以 .html、.docx 或 .xlsx 结尾决定写成什么"),
    ("since", "上期通报的日期，用来说明本期变化（默认早一个月）"),
    ("plan_csv", "把清单写成 CSV"),
    ("plan_xlsx", "把清单写成工作簿"),
    ("group", "按行动（action）或责任单位（unit）分组"),
    ("verdict", "只列这些判定，可以写多次"),
    ("unit", "只列这个责任单位的"),
    ("observations", "另加观测值表：文件或文件夹，可以写多次"),
    ("keys", "显示每个数的编号，供 wuwei trace 追溯"),
    ("align_of", "文件编号；或区域，连同上级区域的计划（默认全部有目标的文件）"),
    ("severity", "至少多严重的才列；列出的有“不能同时成立”的，退出码为 1"),
    ("target_doc", "目标所在的文件"),
    ("target_indicator", "目标的指标"),
    ("rule", "按现有数（stock）、近年增量（trend）、承载能力（capacity）的比例，或同一增速（equal-growth）"),
    ("capacity", "代表承载能力的指标"),
    ("among", "参与分解的区域，可以写多次（默认全部直接下级）"),
    ("target_year", "目标的年份，同一指标有几个目标时写"),
    ("trace_key", "数旁边印的编号，例如 t-3f9a-2c1b-5b7e"),
    ("tables", "观测值表：xlsx、csv 或 SDMX-CSV"),
    ("into_table", "加到哪张表里（默认文件库的 observations/imported.csv）"),
    ("good_rows_only", "有问题时，只装没有问题的行"),
    ("as_checked", "可疑的行也装：有人核对过，确实如此"),
    ("learnt", "行里没有写得知日期的，按这一天算（默认时期结束的次日）"),
    ("table_format", "写成什么（默认看文件名，否则 csv）"),
    ("export_on", "只要这一天已知的（默认全部）"),
    ("explain_name", "规则名称，重名的写全：文件编号.名称；用 --proof 时不写就是全部规则"),
    ("all", "没有起决定作用的也列出"),
    ("html", "输出网页"),
    ("explain_out", "网页或 JSON 写到哪里（默认标准输出）"),
    ("proof_file", "写出证明，别人不用事实也能用 wuwei verify 核对"),
    ("sign_key", "用这个密钥给证明签名"),
    ("proof", "证明文件"),
    ("public_key", "必须由哪个公钥的主人签名"),
    ("key_file", "签名密钥写到哪个文件；不能已经存在"),
    ("facts_learnt", "事实在哪一天得知（默认装入的当天）"),
    ("prove_path", "文件或文件夹（默认整个文件库）"),
    ("prove_kind", "只查这一类，可以写多次"),
    ("prove_on", "查这一天施行的规则（默认今天）"),
    ("prove_all", "全部列出，例子写全"),
    ("prove_deny", "有查出的问题，退出码就是 1"),
    ("prove_page", "写成一页文档（Markdown）"),
    ("store", "事实和观测存放的地方：一个文件，或 postgres:// 地址"),
    ("served_plan", "首页显示哪份文件的目标，或只有一份计划的区域"),
    ("facts_taken", "要装入的事实文件夹；存储里已有的不再装"),
    ("bind", "监听的地址；不是本机时，要有 --read-only 或 --token-file"),
    ("host_name", "另一个可用的名称，例如前置服务器的域名；可写多次"),
    ("read_only", "只供查看，谁也不能改"),
    ("token_file", "第一行是操作口令的文件（默认：生成一个并显示）"),
    ("demo_out", "合成城市和存储所在的文件夹"),
    ("no_open", "不打开浏览器"),
    ("port", "本机端口"),
    ("error_id", "问题的编号，例如 unknown-name；不写就列出全部"),
];

fn zh(id: &str) -> Option<&'static str> {
    ZH.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// The command with help in a language.
pub(crate) fn localised(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => translate(command, ""),
    }
}

/// The name under which a command's help is kept: one inside another stands behind it.
fn path(outer: &str, name: &str) -> String {
    if outer.is_empty() { name.to_string() } else { format!("{outer} {name}") }
}

/// `outer` is the command around, if that isn't the program itself.
fn translate(command: Command, outer: &str) -> Command {
    let name = path(outer, command.get_name());
    let inside = if name == "wuwei" { String::new() } else { name.clone() };
    let mut command = command
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("命令")
        .next_help_heading("选项");
    if let Some(about) = zh(&name) {
        command = command.about(about);
    }
    command.build();
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids {
        if let Some(text) = zh(&id) {
            command = command.mut_arg(&id, |argument| {
                let heading = if argument.is_positional() { "参数" } else { "选项" };
                let text = format!("{text}{}", choices(&argument));
                argument.help(text).help_heading(heading).hide_possible_values(true).hide_default_value(true)
            });
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_string()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |command| translate(command, &inside));
    }
    command
}

/// What an argument may be, and what it is when nothing is said.
fn choices(argument: &Arg) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_string()).collect();
    let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy().to_string());
    let mut parts = Vec::new();
    if !values.is_empty() {
        parts.push(format!("可以是 {}", values.join("、")));
    }
    parts.extend(defaults.map(|default| format!("默认 {default}")));
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join("；")) }
}

/// Prints help, the version, or what is wrong with the arguments.
pub(crate) fn report(error: &Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    match (lang, sentence(error)) {
        (Lang::Zh, Some(text)) => {
            eprintln!("错误：{text}\n\n用 `wuwei --help` 看全部命令，`wuwei 命令 --help` 看一个命令的用法。")
        }
        _ => drop(error.print()),
    }
    ExitCode::from(2)
}

/// The Chinese sentence for a wrong argument.
fn sentence(error: &Error) -> Option<String> {
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join("、")),
        _ => None,
    };
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let hint = suggested.into_iter().find_map(get).map_or_else(String::new, |name| format!("，是不是 `{name}`？"));
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有命令 `{}`{hint}", get(ContextKind::InvalidSubcommand)?),
        ErrorKind::UnknownArgument => format!("没有选项 `{}`{hint}", get(ContextKind::InvalidArg)?),
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", get(ContextKind::InvalidArg)?),
        ErrorKind::InvalidValue => match get(ContextKind::InvalidValue) {
            Some(value) if !value.is_empty() => {
                let valid = get(ContextKind::ValidValue).map_or_else(String::new, |valid| format!("，可以是 {valid}"));
                format!("`{}` 的值 `{value}` 不对{valid}{hint}", get(ContextKind::InvalidArg)?)
            }
            _ => format!("`{}` 后面要有值", get(ContextKind::InvalidArg)?),
        },
        ErrorKind::ValueValidation => {
            format!("`{}` 的值 `{}` 不对", get(ContextKind::InvalidArg)?, get(ContextKind::InvalidValue)?)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "没有写命令".to_string(),
        ErrorKind::ArgumentConflict => format!("`{}` 与别的选项冲突或写了两次", get(ContextKind::InvalidArg)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// A command or argument without Chinese help would show English to somebody who asked for Chinese.
    #[test]
    fn everything_has_chinese_help() {
        fn missing(command: &Command, outer: &str, out: &mut Vec<String>) {
            let name = path(outer, command.get_name());
            let inside = if name == "wuwei" { "" } else { &name };
            if zh(&name).is_none() {
                out.push(name.clone());
            }
            for argument in command.get_arguments() {
                if zh(argument.get_id().as_str()).is_none() {
                    out.push(format!("{name} {}", argument.get_id()));
                }
            }
            command.get_subcommands().for_each(|command| missing(command, inside, out));
        }
        let mut out = Vec::new();
        missing(&crate::args::Args::command(), "", &mut out);
        assert_eq!(out, Vec::<String>::new());
    }
}
