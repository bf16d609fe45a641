//! The pages of a catalogue: one for each object, a table of contents, and the tables of options. The requests on the pages
//! are those that the engine makes. Tests compare the pages with the files; with `BLESS=1`, they write them.

mod options;
mod page;
mod recorder;
mod requests;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::auth::Auth;
use fdw_engine::catalogue::{Catalogue, column};

/// The pages of a catalogue.
pub struct Docs {
    /// The catalogue.
    pub catalogue: &'static Catalogue,
    /// The API and the versions that the catalogue describes, for the table of contents.
    pub api: String,
    /// Endpoints without a table, such as `GET /things`, each with the reason: sentences whose subject is the endpoint.
    pub without_table: Vec<(String, &'static str)>,
    /// The path from the folder of the options to that of the guides: empty if they are the same, and otherwise ending in
    /// a slash. The objects' pages are in a folder below that of the options.
    pub guides: &'static str,
}

/// What surrounds the generated tables in the page of options.
const MARKERS: [&str; 2] = ["<!-- options, from the catalogue -->\n", "<!-- end of options -->"];

fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

impl Docs {
    /// Compares the objects' pages and the table of contents with the files of a folder.
    pub fn check_objects(&self, folder: &Path) -> Result<()> {
        let pages = self.pages();
        if is_blessing() {
            std::fs::create_dir_all(folder)?;
            for (name, text) in &pages {
                std::fs::write(folder.join(name), text)?;
            }
        }
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let names: BTreeSet<String> = names.collect::<Result<_>>()?;
        ensure!(names == pages.keys().cloned().collect(), "{}: the pages and the objects differ", folder.display());
        for (name, text) in &pages {
            let path = folder.join(name);
            ensure!(
                std::fs::read_to_string(&path)? == *text,
                "{} differs from the catalogue: run make bless and review the change",
                path.display()
            );
        }
        Ok(())
    }

    /// Compares the tables of options with those in a file, which have a marker before and after them.
    pub fn check_options(&self, path: &Path) -> Result<()> {
        let page = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let [begin, end] = MARKERS;
        let (before, rest) = page.split_once(begin).context("no marker before the options")?;
        let (found, after) = rest.split_once(end).context("no marker after the options")?;
        let tables = options::tables(self);
        if is_blessing() {
            std::fs::write(path, format!("{before}{begin}{tables}{end}{after}"))?;
        } else {
            ensure!(
                found == tables,
                "{} differs from the catalogue: run make bless and review the change",
                path.display()
            );
        }
        Ok(())
    }

    /// Checks that meanings and descriptions are phrases or sentences, as the pages need them.
    pub fn check_form(&self) -> Result<()> {
        for option in self.catalogue.options() {
            ensure!(!option.meaning.is_empty() && !option.meaning.ends_with('.'), "{}", option.name);
        }
        for object in self.catalogue.objects {
            ensure!(object.description.ends_with('.'), "{}: {:?}", object.name, object.description);
            for column in column::flatten(object.columns) {
                let is_phrase = !column.description.is_empty()
                    && !column.description.contains('|')
                    && !column.description.ends_with('.');
                ensure!(is_phrase, "{}.{}: {:?}", object.name, column.name, column.description);
            }
        }
        Ok(())
    }

    /// The files of the objects' folder, by name.
    fn pages(&self) -> BTreeMap<String, String> {
        let objects = self.catalogue.objects.iter();
        let mut pages: BTreeMap<String, String> =
            objects.map(|object| (format!("{}.md", object.name), page::of(self, object))).collect();
        pages.insert("README.md".to_owned(), self.contents());
        pages
    }

    fn contents(&self) -> String {
        let written = if self.has_writes() { "what can be written, " } else { "" };
        let mut out = format!(
            "# Objects\n\nThe objects of {}. Each page lists the object's columns, the conditions that are pushed down, \
             {written}and the requests of typical statements. The pages are made from the catalogue by `make bless`.\n",
            self.api
        );
        if let Auth::ClientCredentials { token_endpoint, .. } = self.catalogue.auth {
            out.push_str(&format!(
                "\nBefore its first request, a query exchanges the client's id and secret for a token, with \
                 `POST {token_endpoint}`. The pages do not list this request.\n"
            ));
        }
        if !self.has_writes() {
            out.push_str("\nThe tables can only be read.\n");
        }
        out.push_str("\n| object | rows |\n|---|---|\n");
        for object in self.catalogue.objects {
            out.push_str(&format!("| [`{0}`]({0}.md) | {1} |\n", object.name, object.description));
        }
        if self.without_table.is_empty() {
            return out;
        }
        out.push_str("\n## Endpoints without a table\n\n| endpoint | reason |\n|---|---|\n");
        for (endpoint, reason) in &self.without_table {
            out.push_str(&format!("| `{endpoint}` | {reason} |\n"));
        }
        out
    }

    /// Whether any object can be written.
    fn has_writes(&self) -> bool {
        self.catalogue.objects.iter().any(|object| object.writes.is_some())
    }

    /// The key columns of an access path: the placeholders of its endpoint that are no options.
    fn keys(&self, access_path: &AccessPath) -> impl Iterator<Item = &'static str> {
        let options = self.catalogue.endpoint_options;
        access_path.placeholders().filter(|name| options.iter().all(|option| option.name != *name))
    }
}

/// A table's name in SQL.
fn table(name: &str) -> String {
    /// Names of objects that SQL reserves.
    const RESERVED: [&str; 2] = ["group", "user"];
    if RESERVED.contains(&name) { format!("\"{name}\"") } else { name.to_owned() }
}
