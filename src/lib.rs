//! Clerk's Backend API as Postgres foreign tables: the component that Supabase Wrappers loads.
//!
//! What it knows of Clerk is in the crate `clerk-catalogue`, what it does with it in `fdw-engine`, and how it speaks
//! with the host in `fdw-guest`. Here they become one component with the world of `wit/`.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

// The world's description; the exports are the guest's own.
wit_bindgen::generate!({
    path: ["supabase-wrappers-wit", "wit"],
    world: "supabase:clerk-fdw/clerk-fdw",
    with: {
        "supabase:wrappers/http@0.2.0": fdw_guest::bindings::http,
        "supabase:wrappers/stats@0.2.0": fdw_guest::bindings::stats,
        "supabase:wrappers/time@0.2.0": fdw_guest::bindings::time,
        "supabase:wrappers/types@0.2.0": fdw_guest::bindings::types,
        "supabase:wrappers/utils@0.2.0": fdw_guest::bindings::utils,
    },
});

fdw_guest::routines!(clerk_catalogue::CLERK);
