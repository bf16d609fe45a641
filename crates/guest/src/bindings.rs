//! The host's interfaces, as far as guests use them.

wit_bindgen::generate!({
    inline: "
        package fdw:guest;
        world imports {
            import supabase:wrappers/http@0.2.0;
            import supabase:wrappers/stats@0.2.0;
            import supabase:wrappers/time@0.2.0;
            import supabase:wrappers/types@0.2.0;
            import supabase:wrappers/utils@0.2.0;
        }
    ",
    path: "../../supabase-wrappers-wit",
    world: "fdw:guest/imports",
    generate_all,
});

pub use supabase::wrappers::{http, stats, time, types, utils};
