//! Generated bindings of the host's interfaces that guests use, and of the callbacks that guests export.

#![allow(missing_docs, unsafe_code)]

wit_bindgen::generate!({
    inline: "
        package fdw:guest;
        world guest {
            import supabase:wrappers/http@0.2.0;
            import supabase:wrappers/stats@0.2.0;
            import supabase:wrappers/time@0.2.0;
            import supabase:wrappers/types@0.2.0;
            import supabase:wrappers/utils@0.2.0;
            export supabase:wrappers/routines@0.2.0;
        }
    ",
    path: "../../supabase-wrappers-wit",
    world: "fdw:guest/guest",
    pub_export_macro: true,
    default_bindings_module: "fdw_guest::bindings",
    generate_all,
});

pub use exports::supabase::wrappers::routines;
pub use supabase::wrappers::{http, stats, time, types, utils};
