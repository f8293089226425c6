//! Styles and fonts.

use wuwei_source::Lang;

use crate::words::pick;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Fonts that the standard names, with what stands in for them where they aren't installed: name, other name, family.
const FONTS: [(&str, &str, &str); 6] = [
    ("方正小标宋简体", "宋体", "roman"),
    ("仿宋_GB2312", "仿宋", "modern"),
    ("楷体_GB2312", "楷体", "modern"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "auto"),
    ("Times New Roman", "Liberation Serif", "roman"),
];

/// The table of fonts.
pub(super) fn fonts() -> String {
    let one = |(name, other, family): (&str, &str, &str)| {
        let charset = if name.is_ascii() { "00" } else { "86" };
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"{charset}\"/>\
             <w:family w:val=\"{family}\"/></w:font>"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:fonts xmlns:w=\"{MAIN}\">{}</w:fonts>",
        FONTS.into_iter().map(one).collect::<String>()
    )
}

/// A style of paragraphs: its id, its name, the font of Chinese, the size in half points, and its properties.
struct Paragraphs {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    size: u32,
    paragraph: &'static str,
}

/// Lines of 28 points, exactly; two characters before a paragraph's first line.
const STYLES: [Paragraphs; 11] = [
    Paragraphs {
        id: "Normal",
        name: "Normal",
        font: "仿宋_GB2312",
        size: 32,
        paragraph: "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>",
    },
    Paragraphs {
        id: "Title",
        name: "Title",
        font: "方正小标宋简体",
        size: 44,
        paragraph: "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"700\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
    },
    Paragraphs {
        id: "Under",
        name: "Under the title",
        font: "楷体_GB2312",
        size: 32,
        paragraph: "<w:spacing w:before=\"200\" w:after=\"400\" w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
    },
    Paragraphs {
        id: "Heading1",
        name: "heading 1",
        font: "黑体",
        size: 32,
        paragraph: "<w:keepNext/><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:outlineLvl w:val=\"0\"/>",
    },
    Paragraphs {
        id: "Heading2",
        name: "heading 2",
        font: "楷体_GB2312",
        size: 32,
        paragraph: "<w:keepNext/><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:outlineLvl w:val=\"1\"/>",
    },
    Paragraphs {
        id: "Signed",
        name: "Day of the document",
        font: "仿宋_GB2312",
        size: 32,
        paragraph: "<w:spacing w:before=\"560\" w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:rightChars=\"400\" w:right=\"1280\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
    },
    Paragraphs {
        id: "Annex",
        name: "Annex",
        font: "黑体",
        size: 32,
        paragraph: "<w:keepNext/><w:pageBreakBefore/><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
    },
    Paragraphs {
        id: "Cell",
        name: "Cell",
        font: "仿宋_GB2312",
        size: 19,
        paragraph: "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"270\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
    },
    Paragraphs {
        id: "CellHead",
        name: "Head of a cell",
        font: "黑体",
        size: 19,
        paragraph: "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"290\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
    },
    Paragraphs {
        id: "Small",
        name: "Small",
        font: "仿宋_GB2312",
        size: 15,
        paragraph: "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"220\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
    },
    Paragraphs {
        id: "Footer",
        name: "footer",
        font: "宋体",
        size: 28,
        paragraph: "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
    },
];

/// The styles.
pub(super) fn styles(lang: Lang) -> String {
    let one = |style: &Paragraphs| {
        let Paragraphs { id, name, font, size, paragraph } = style;
        let (kind, based) = match *id {
            "Normal" => (" w:default=\"1\"", ""),
            _ => ("", "<w:basedOn w:val=\"Normal\"/>"),
        };
        // A character of 16 points takes 15.75 of them, so that 28 fill the line of 156 mm.
        let spacing = if *size == 32 { "<w:spacing w:val=\"-5\"/>" } else { "<w:spacing w:val=\"0\"/>" };
        // Headings keep the first line's indent of the text, as the standard wants.
        format!(
            "<w:style w:type=\"paragraph\"{kind} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{}{spacing}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            font_of(font)
        )
    };
    let language = pick(lang, "zh-CN", "en-GB");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults>\
         <w:rPrDefault><w:rPr>{}<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:lang w:val=\"{language}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault/></w:docDefaults>{}\
         <w:style w:type=\"character\" w:styleId=\"PageNumber\"><w:name w:val=\"page number\"/><w:rPr>{}<w:sz w:val=\"28\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Key\"><w:name w:val=\"Key of a number\"/><w:rPr><w:color w:val=\"5A6069\"/><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Plain\"><w:name w:val=\"Normal Table\"/></w:style>\
         </w:styles>",
        font_of("仿宋_GB2312"),
        STYLES.iter().map(one).collect::<String>(),
        font_of("宋体")
    )
}

/// Chinese in a font, digits and Latin letters in that of the standard's numbers.
pub(super) fn font_of(font: &str) -> String {
    let latin = if font == "宋体" { "宋体" } else { "Times New Roman" };
    format!(
        "<w:rFonts w:ascii=\"{latin}\" w:hAnsi=\"{latin}\" w:eastAsia=\"{font}\" w:cs=\"{latin}\" w:hint=\"eastAsia\"/>"
    )
}
