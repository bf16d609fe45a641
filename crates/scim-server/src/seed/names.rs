//! Names of persons, departments and places that do not exist.

/// Given names, and how an address spells them.
pub(super) const GIVEN: &[(&str, &str)] = &[
    ("Ada", "ada"),
    ("Sean \"Sid\"", "sean"),
    ("Zoë", "zoe"),
    ("Łucja", "lucja"),
    ("Jean-Luc", "jean-luc"),
    ("María José", "maria.jose"),
    ("D'Arcy", "darcy"),
    ("Back\\slash", "back.slash"),
    ("花子", "hanako"),
    ("Ünal", "unal"),
    ("Ove", "ove"),
    ("Grace", "grace"),
    ("Εὐγενία", "evgenia"),
];

/// Family names, and how an address spells them.
pub(super) const FAMILY: &[(&str, &str)] = &[
    ("Winter", "winter"),
    ("O'Neil", "oneil"),
    ("Müller-Lüdenscheidt", "mueller"),
    ("van der Berg", "vanderberg"),
    ("Ñandú", "nandu"),
    ("山田", "yamada"),
    ("Smith 100%", "smith"),
    ("Under_score", "under_score"),
    ("Ångström", "angstroem"),
    ("Nguyễn", "nguyen"),
    ("Doe (external)", "doe"),
];

pub(super) const TITLES: &[&str] =
    &["Engineer", "Vice President", "Head of \"Special\" Projects", "Praktikant*in", "CEO"];

pub(super) const USER_TYPES: &[&str] = &["Employee", "Contractor", "Intern", "External"];

pub(super) const LOCALES: &[&str] = &["en-US", "de-DE", "ja-JP", "pt-BR"];

pub(super) const TIMEZONES: &[&str] = &["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Etc/UTC"];

pub(super) const DEPARTMENTS: &[&str] = &["Engineering", "R&D", "Sales", "Küche", "Legal \"Eagles\""];

pub(super) const CITIES: &[(&str, &str, &str)] =
    &[("Berlin", "BE", "DE"), ("Zürich", "ZH", "CH"), ("San Francisco", "CA", "US"), ("São Paulo", "SP", "BR")];

/// Names of groups; more get a number.
pub(super) const GROUPS: &[&str] = &[
    "Everyone",
    "Nobody",
    "Emptied",
    "All teams",
    "Company",
    "R&D \"Skunk\" Works",
    "O'Neil's friends",
    "Équipe Zürich",
    "back\\slash",
    "50% club",
    "under_score",
    "Tour guides",
    "tour guides",
    "Same name",
    "Same name",
    "開発",
];
