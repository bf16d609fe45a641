//! Runs the SQL of guides. Each `text` block of a guide must be what the `sql` block before it prints, followed by a line
//! for each request.

use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::session::Session;
use crate::{Provider, Sandbox};

/// A part of a guide: the contents of a fenced block, or the text between two of them.
#[derive(Debug, PartialEq)]
enum Part<'a> {
    Prose(&'a str),
    Sql(&'a str),
    Output(&'a str),
}

const SQL: &str = "```sql\n";
const OUTPUT: &str = "```text\n";
const END: &str = "```\n";

/// Divides a guide into its parts.
fn parts(guide: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = guide;
    loop {
        let next = [SQL, OUTPUT].into_iter().filter_map(|fence| Some((rest.find(fence)?, fence))).min();
        let Some((at, fence)) = next else {
            parts.push(Part::Prose(rest));
            return parts;
        };
        let (prose, block) = rest.split_at(at);
        parts.push(Part::Prose(prose));
        let (contents, after) = block[fence.len()..].split_once(END).expect("the end of a block");
        parts.push(if fence == SQL { Part::Sql(contents) } else { Part::Output(contents) });
        rest = after;
    }
}

/// The statements of a block. A statement ends with a semicolon at the end of a line, outside of dollar quotes.
fn statements(block: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    let mut quote: Option<String> = None;
    for line in block.split_inclusive('\n') {
        let tags =
            line.split('$').skip(1).step_by(2).filter(|tag| tag.chars().all(|c| c.is_alphanumeric() || c == '_'));
        for tag in tags {
            quote = match quote {
                None => Some(tag.to_owned()),
                Some(open) if open == tag => None,
                open => open,
            };
        }
        let last = statements.len() - 1;
        statements[last].push_str(line);
        if quote.is_none() && line.trim_end().ends_with(';') {
            statements.push(String::new());
        }
    }
    statements.retain(|statement| !statement.trim().is_empty());
    statements
}

/// Whether a guide has statements or their output.
pub fn has_sql(guide: &str) -> bool {
    guide.contains(SQL) || guide.contains(OUTPUT)
}

/// A block of SQL, as a guide contains it.
pub fn sql_block(statements: &str) -> String {
    format!("{SQL}{statements}{END}")
}

/// Creates a database for a guide, and connects to it.
pub fn session<P: Provider>(sandbox: &Sandbox<P>, path: &Path) -> Result<Session> {
    sandbox.provider.reset();
    let database = path.to_string_lossy().to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    sandbox.copy(&database)?;
    Ok(Session::new(sandbox, &database)?)
}

/// Runs a guide, and returns it with the output that its statements print. `fill` fills in what a reader of the guide has
/// to fill in.
pub fn run<P: Provider>(
    sandbox: &Sandbox<P>,
    session: &mut Session,
    guide: &str,
    fill: &dyn Fn(&str) -> String,
) -> Result<String> {
    let mut written = String::new();
    let mut output = String::new();
    for part in parts(guide) {
        match part {
            Part::Prose(prose) => written.push_str(prose),
            Part::Sql(block) => {
                written.push_str(&sql_block(block));
                ensure!(!output.contains("ERROR"), "a statement fails, and its output is not shown: {output}");
                output.clear();
                for statement in statements(block) {
                    let printed = session.run_with_requests(&sandbox.fill(&fill(&statement)), &sandbox.provider);
                    // Most statements of a guide return nothing.
                    output.push_str(printed.strip_prefix("ok\n").unwrap_or(&printed));
                }
                output = without_durations(&sandbox.unfill(&output));
            }
            Part::Output(_) if output.is_empty() => bail!("a block of output follows no statement that prints"),
            Part::Output(_) => written.push_str(&format!("{OUTPUT}{}{END}", std::mem::take(&mut output))),
        }
    }
    ensure!(!output.contains("ERROR"), "{output}");
    Ok(written)
}

/// Compares a guide with what [`run`] returns. With `BLESS=1`, writes the file instead, for review. Returns a description of
/// the first difference.
pub fn compare(path: &Path, guide: &str, written: &str) -> Result<Option<String>> {
    if written == guide {
        return Ok(None);
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(component_build::workspace().join(path), written)?;
        return Ok(None);
    }
    let pair = written.lines().zip(guide.lines()).find(|(got, want)| got != want);
    Ok(Some(format!("{}: {pair:?}", path.display())))
}

/// Replaces the duration in each notice about a request by `0 s`, because it may differ from run to run.
fn without_durations(output: &str) -> String {
    let line = |line: &str| match (line.split_once(" in "), line.split_once(" s;")) {
        (Some((before, _)), Some((_, after))) if line.starts_with("NOTICE") => format!("{before} in 0 s;{after}"),
        _ => line.to_owned(),
    };
    output.lines().map(|text| line(text) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_are_divided_into_blocks_and_statements() {
        let guide = "a\n```sql\nselect 1;\n```\n```text\nx\n```\nb";
        let want =
            [Part::Prose("a\n"), Part::Sql("select 1;\n"), Part::Prose(""), Part::Output("x\n"), Part::Prose("b")];
        assert_eq!(parts(guide), want);
        let block = "-- a;b\nselect 1;\ndo $$ begin x; end $$;\ncreate $f$\n  a;\n  b $$ c;\n$f$;\n";
        assert_eq!(
            statements(block),
            ["-- a;b\nselect 1;\n", "do $$ begin x; end $$;\n", "create $f$\n  a;\n  b $$ c;\n$f$;\n"]
        );
    }
}
