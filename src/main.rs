//! Arguments in, exit code out: nothing else.

fn main() -> std::process::ExitCode {
    verbatim::commands::main(std::env::args_os()).into()
}
