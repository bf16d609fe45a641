//! `sync/install.sql` is made from its parts and the catalogues. `BLESS=1` writes the file, for review.

use component_build::workspace;

#[test]
fn the_file_is_made_from_its_parts_and_the_catalogues() {
    let made = sync_kit::install_sql(&workspace().join("sync/src")).expect("the parts");
    let path = workspace().join("sync/install.sql");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).expect("the file can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = committed.lines().zip(made.lines()).find(|(committed, made)| committed != made);
    assert!(committed == made, "run `make bless`: {difference:?}");
}
