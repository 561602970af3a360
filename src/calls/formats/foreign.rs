//! Others' code on hostile bytes: where it panics, the file is damaged, and nothing is printed.

use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static IN_FOREIGN_CODE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; `None` where it panicked. The panic's message goes nowhere: the caller says what is wrong with the file. Panics
/// elsewhere, in other threads too, are reported as ever.
pub fn guarded<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IN_FOREIGN_CODE.get() {
                before(panic);
            }
        }));
    });
    let outer = IN_FOREIGN_CODE.replace(true);
    let done = catch_unwind(work);
    IN_FOREIGN_CODE.set(outer);
    done.ok()
}
