//! Generates random modules.

use std::ops::Range;

use arbitrary::Unstructured;
use wasm_smith::{Config, InstructionKind, InstructionKinds, Module};
use wasmparser::{Parser, Payload, TypeRef};

use crate::numbers::Random;
use crate::visible::make_visible;

/// Initial value of the fuel global. It applies to start functions, because the host sets the fuel before each call.
const FUEL_OF_START: u32 = 1_000;

/// A module that was generated from a seed.
pub struct Generated {
    pub module: Vec<u8>,
    /// The indices of the functions that are not imported.
    pub functions: Range<u32>,
    compiled_percent: u64,
    seed: u64,
}

impl Generated {
    /// Whether a function is to stay compiled, which depends only on the seed and the function.
    pub fn stays_compiled(&self, function: u32) -> bool {
        Random::new(self.seed ^ u64::from(function) << 32).bits() % 100 < self.compiled_percent
    }
}

/// Generates a module from a seed. If the generator cannot make a module of some random bytes, it retries with others.
pub fn generate(seed: u64) -> Generated {
    let mut random = Random::new(seed);
    let compiled_percent = if seed.is_multiple_of(3) { 0 } else { *random.pick(&[10, 50, 90]) };
    let mut module = loop {
        let config = config(&mut random);
        let length = *random.pick(&[2_000, 8_000, 32_000]);
        let bytes = random.bytes(length);
        if let Ok(module) = Module::new(config, &mut Unstructured::new(&bytes)) {
            break module;
        }
    };
    let fuel = module.ensure_termination(FUEL_OF_START).expect("no function has arbitrary bytes as its body");
    let module = make_visible(&module.to_bytes(), fuel).expect("the generated module is valid");
    Generated { functions: functions(&module), module, compiled_percent, seed }
}

/// A configuration of the generator with supported features only and little memory.
fn config(random: &mut Random) -> Config {
    Config {
        bulk_memory_enabled: true,
        saturating_float_to_int_enabled: true,
        sign_extension_ops_enabled: true,
        exceptions_enabled: false,
        extended_const_enabled: false,
        gc_enabled: false,
        memory64_enabled: false,
        multi_value_enabled: false,
        reference_types_enabled: false,
        relaxed_simd_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        min_types: 4,
        min_imports: random.below(4),
        min_globals: random.below(6),
        min_memories: u32::from(!random.once_in(8)),
        min_tables: u32::from(!random.once_in(8)),
        min_element_segments: random.below(3),
        min_data_segments: random.below(3),
        max_memories: 1,
        max_memory32_bytes: 8 << 16,
        memory_max_size_required: true,
        max_tables: 1,
        max_table_elements: 50,
        max_funcs: 20,
        min_funcs: 6,
        max_imports: 8,
        max_globals: 12,
        max_instructions: *random.pick(&[50, 150, 500]),
        max_data_segments: 6,
        max_element_segments: 6,
        generate_custom_sections: random.once_in(4),
        export_everything: true,
        // Two thirds of the modules may not trap, because code that can trap does so early.
        disallow_traps: !random.once_in(3),
        allowed_instructions: instructions(random),
        ..Config::default()
    }
}

/// A random selection of kinds of instructions. With fewer kinds, the remaining ones occur more often and in other
/// combinations.
fn instructions(random: &mut Random) -> InstructionKinds {
    let mut kinds = vec![InstructionKind::Numeric, InstructionKind::Variable];
    let sometimes = [
        InstructionKind::Control,
        InstructionKind::Parametric,
        InstructionKind::Memory,
        // This kind includes the instructions on tables.
        InstructionKind::Reference,
    ];
    kinds.extend(sometimes.into_iter().filter(|_| !random.once_in(3)));
    InstructionKinds::new(&kinds)
}

fn functions(module: &[u8]) -> Range<u32> {
    let (mut imported, mut defined) = (0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload.expect("the generated module is valid") {
            Payload::ImportSection(section) => {
                let imports = section.into_imports().map(|import| import.expect("the generated module is valid"));
                imported = imports.filter(|import| matches!(import.ty, TypeRef::Func(_))).count() as u32;
            }
            Payload::FunctionSection(section) => defined = section.count(),
            _ => {}
        }
    }
    imported..imported + defined
}
