//! The program on a real terminal (a PTY), whose screen the test reads as a person would.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::program::Project;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a person looks at a screen at least.
const LOOK: Duration = Duration::from_millis(170);

pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    everything: Vec<u8>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `verbatim` in `project` on a terminal of 80 by 24.
    pub fn start(project: &Project, arguments: &[&str]) -> Terminal {
        Terminal::start_sized(project, arguments, 24, 80)
    }

    pub fn start_sized(project: &Project, arguments: &[&str], rows: u16, cols: u16) -> Terminal {
        Terminal::start_with(project, arguments, (rows, cols), &[])
    }

    /// Starts with variables in the environment, which is empty otherwise.
    pub fn start_with(project: &Project, arguments: &[&str], (rows, cols): (u16, u16), variables: &[(&str, &str)]) -> Terminal {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_verbatim"));
        command.args(arguments);
        command.cwd(project.path());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        variables.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Terminal {
            child,
            keys,
            output,
            parser: vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0),
            everything: Vec::new(),
            master: pair.master,
        }
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Every byte that the program wrote.
    pub fn everything(&self) -> &[u8] {
        &self.everything
    }

    fn take(&mut self, bytes: &[u8]) {
        self.everything.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    /// Waits until `holds` is true of the screen, and gives the screen.
    #[track_caller]
    pub fn wait(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if holds(&screen) {
                return self.whole();
            }
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("waited in vain for {what}; the screen:\n{screen}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before {what}; the screen:\n{screen}"),
            }
        }
    }

    /// Waits until the screen has `text`.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> String {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Makes the window another size, as a person who drags its corner.
    pub fn resizes(&mut self, rows: u16, cols: u16) {
        self.settles();
        self.parser.screen_mut().set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Types keys as they are.
    pub fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses a key as a person does, after looking at the screen for a moment, and waits until the screen `holds`. Keys pressed too
    /// soon are thrown away, by contract: where nothing happened for a second, it is pressed once more.
    #[track_caller]
    pub fn presses(&mut self, keys: &str, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        self.settles();
        let before = self.screen();
        self.types(keys);
        let mut again = Instant::now() + Duration::from_secs(1);
        loop {
            let screen = self.screen();
            if screen != before && holds(&screen) {
                return self.whole();
            }
            assert!(Instant::now() < until, "pressed {keys:?} in vain for {what}; the screen:\n{screen}");
            match self.output.recv_timeout(again.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => {
                    if self.screen() == before {
                        self.types(keys);
                    }
                    again = Instant::now() + Duration::from_secs(1);
                }
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before {what}; the screen:\n{screen}"),
            }
        }
    }

    /// The screen, when no more of it is on the way: a screen comes in pieces.
    fn whole(&mut self) -> String {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(40)) {
            self.take(&bytes);
        }
        self.screen()
    }

    /// Waits until nothing was drawn for as long as a person needs to look.
    pub fn settles(&mut self) {
        while let Ok(bytes) = self.output.recv_timeout(LOOK) {
            self.take(&bytes);
        }
    }

    /// Ends the program at once, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the program to end, and gives its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end; the screen:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap().exit_code(),
            }
        }
    }

    /// Leaves the review with `key`, and waits for the program to end.
    #[track_caller]
    pub fn leaves(&mut self, key: &str) -> u32 {
        let until = Instant::now() + PATIENCE;
        self.settles();
        self.types(key);
        let mut again = Instant::now() + Duration::from_secs(2);
        loop {
            match self.output.recv_timeout(again.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap().exit_code(),
                Err(RecvTimeoutError::Timeout) => {
                    assert!(Instant::now() < until, "the program does not end; the screen:\n{}", self.screen());
                    // A program that is gone has nobody to type to.
                    let _ = self.keys.write_all(key.as_bytes());
                    again = Instant::now() + Duration::from_secs(2);
                }
            }
        }
    }
}
