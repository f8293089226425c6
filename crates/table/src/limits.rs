//! How large a workbook may become when it is unpacked, and what it may hold. A few kilobytes can unpack to more than any
//! memory, and XML can name things that stand for others; both are found before anything is read.

use std::io::{Cursor, Read as _};

use wuwei_source::Text;
use zip::ZipArchive;

use crate::xlsx::Damaged;

/// All parts together.
const WHOLE: u64 = 1 << 30;
/// A part that is held in memory as a whole; sheets are read cell by cell.
const PART: u64 = 1 << 27;
/// So many parts.
const PARTS: usize = 4_096;
/// A declaration stands before everything else.
const HEAD: usize = 4_096;

/// Refuses what no spreadsheet program writes.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Damaged> {
    let broken = |why: String| {
        Damaged::new(Text::new(format!("不是完好的 xlsx 文件（{why}）"), format!("it is no sound xlsx file ({why})")))
    };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    if zip.len() > PARTS {
        return Err(Damaged::new(Text::new(
            format!("压缩包里有 {} 个部件，太多了", zip.len()),
            format!("it has {} parts, which are too many", zip.len()),
        )));
    }
    let mut whole = 0;
    let mut buffer = vec![0; 1 << 16];
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).map_err(|error| broken(error.to_string()))?;
        let name = part.name().map_err(|error| broken(error.to_string()))?.into_owned();
        let is_sheet = name.starts_with("xl/worksheets/");
        let is_markup = name.ends_with(".xml") || name.ends_with(".rels");
        let (mut size, mut head) = (0, Vec::new());
        loop {
            let n = part.read(&mut buffer).map_err(|error| broken(error.to_string()))?;
            if n == 0 {
                break;
            }
            size += n as u64;
            whole += n as u64;
            // What it says of its own size isn't believed: it is unpacked, and counted.
            if whole > WHOLE || (!is_sheet && size > PART) {
                return Err(Damaged::new(Text::new(
                    format!("解压后超过 {} MB，不像是正常的表格", whole.min(size) >> 20),
                    format!("unpacked it is larger than {} MB, which no ordinary table is", whole.min(size) >> 20),
                )));
            }
            if is_markup && head.len() < HEAD {
                head.extend_from_slice(&buffer[..n.min(HEAD - head.len())]);
            }
        }
        if declares(&head) {
            return Err(Damaged::new(Text::new(
                "里面声明了 XML 实体，可能是恶意文件",
                "it declares XML entities, as a hostile file would",
            )));
        }
    }
    Ok(())
}

/// Whether XML begins with a document type, which is where entities are declared; in any encoding.
fn declares(head: &[u8]) -> bool {
    let letters: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_uppercase).collect();
    [b"<!DOCTYPE".as_slice(), b"<!ENTITY"].iter().any(|word| letters.windows(word.len()).any(|part| part == *word))
}

#[cfg(test)]
mod tests {

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(name: &str, content: &mut dyn FnMut(&mut dyn std::io::Write)) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        content(&mut zip);
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_much_is_refused() {
        let nought = vec![b' '; 1 << 20];
        let bytes = packed("xl/sharedStrings.xml", &mut |to| (0..130).for_each(|_| to.write_all(&nought).unwrap()));
        assert!(bytes.len() < 1 << 18);
        let refused = check(&bytes).unwrap_err();
        assert!(refused.text().zh.contains("解压后超过") && refused.text().en.contains("larger than"));
        assert!(crate::read_xlsx(&bytes, &mut Nobody).is_err());
    }

    #[test]
    fn entities_are_refused() {
        for text in [
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>".as_bytes().to_vec(),
            "<!doctype x>".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ] {
            let bytes = packed("xl/workbook.xml", &mut |to| to.write_all(&text).unwrap());
            assert!(check(&bytes).unwrap_err().text().en.contains("entities"));
        }
        let bytes = packed("xl/workbook.xml", &mut |to| to.write_all(b"<workbook/>").unwrap());
        assert!(check(&bytes).is_ok());
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        for bytes in [&b"PK\x03\x04 and nothing more"[..], b"", b"plain text"] {
            assert!(check(bytes).is_err());
        }
    }

    struct Nobody;

    impl crate::Rows for Nobody {
        fn sheet(&mut self, _: Option<&str>) -> bool {
            true
        }

        fn row(&mut self, _: u32, _: &[crate::Cell<'_>]) {}

        fn spoiled(&mut self, _: u32, _: u32, _: Text, _: Text) {}

        fn fatal(&mut self, _: Option<u32>, _: Text, _: Text) {}
    }
}
