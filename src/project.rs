//! A project is a folder: `verbatim.toml` (what the user writes), `.verbatim/` (what we keep) and `messaging/` (what comes out).

use std::path::{Path, PathBuf};

/// The file that the user writes.
pub const CONFIG_FILE: &str = "verbatim.toml";
/// The folder of what we keep.
pub const KEPT_DIR: &str = ".verbatim";
/// The database in it.
pub const DATABASE_FILE: &str = "project.db";

/// Why there is no project to work in.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// `--project` names what is no folder.
    #[error("There is no folder {}.", path.display())]
    NoFolder {
        /// What was named.
        path: PathBuf,
    },
    /// The folder for what we keep can't be made.
    #[error("The project's folder {} could not be made.", path.display())]
    Make {
        /// What could not be made or written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<ProjectError> for crate::error::Error {
    fn from(error: ProjectError) -> Self {
        let message = error.to_string();
        match &error {
            ProjectError::NoFolder { .. } => Self::usage(message).hint("Make the folder first, or name another one with `--project DIR`."),
            ProjectError::Make { .. } => {
                Self::failed(message).hint("Choose a folder that you may write to: `cd` into it, or name it with `--project DIR`.")
            }
        }
        .because(error)
    }
}

/// Where a project lives. Naming one makes nothing: see [`Project::make`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project to work in: the folder that was `named` (`--project`), else the nearest folder from `current` upwards that has a
    /// `verbatim.toml` or a `.verbatim`, else `current` itself, where it will be made on first use.
    pub fn locate(named: Option<&Path>, current: &Path) -> Result<Self, ProjectError> {
        if let Some(named) = named {
            let root = current.join(named);
            return if root.is_dir() { Ok(Self { root }) } else { Err(ProjectError::NoFolder { path: named.to_owned() }) };
        }
        let found = current.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file() || folder.join(KEPT_DIR).is_dir());
        Ok(Self { root: found.unwrap_or(current).to_owned() })
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `verbatim.toml` is, if there is one.
    pub fn config_file(&self) -> PathBuf {
        self.root.join(CONFIG_FILE)
    }

    /// Where the database is, once the project is made.
    pub fn database(&self) -> PathBuf {
        self.root.join(KEPT_DIR).join(DATABASE_FILE)
    }

    /// Whether anything was kept here yet.
    pub fn is_made(&self) -> bool {
        self.database().is_file()
    }

    /// `path` as the store keeps it: relative to the project's folder where it lies inside, with `/` on every system, so that a
    /// project that was moved still knows its calls.
    pub fn path_as_kept(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        if inside.has_root() { inside.to_string_lossy().into_owned() } else { parts.join("/") }
    }

    /// Makes `.verbatim/`, for the owner's eyes only, with a `.gitignore` of its own: calls are other people's words and never go
    /// into a repository by accident.
    pub fn make(&self) -> Result<(), ProjectError> {
        let kept = self.root.join(KEPT_DIR);
        if !kept.is_dir() {
            make_private(&kept).map_err(|source| ProjectError::Make { path: kept.clone(), source })?;
        }
        let ignore = kept.join(".gitignore");
        if !ignore.exists() {
            std::fs::write(&ignore, "*\n").map_err(|source| ProjectError::Make { path: ignore, source })?;
        }
        Ok(())
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // Another terminal was first.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_found_from_a_folder_below() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("calls/2025");
        std::fs::create_dir_all(&below).unwrap();
        assert_eq!(Project::locate(None, &below).unwrap().root(), below, "without any mark, the current folder");
        std::fs::write(dir.path().join(CONFIG_FILE), "").unwrap();
        assert_eq!(Project::locate(None, &below).unwrap().root(), dir.path());
        std::fs::create_dir(dir.path().join("calls").join(KEPT_DIR)).unwrap();
        assert_eq!(Project::locate(None, &below).unwrap().root(), dir.path().join("calls"), "the nearest wins");
    }

    #[test]
    fn a_named_folder_must_be_there() {
        let dir = tempfile::tempdir().unwrap();
        let error = Project::locate(Some(Path::new("nowhere")), dir.path()).unwrap_err();
        let error = crate::error::Error::from(error);
        assert_eq!(error.exit(), crate::error::Exit::Usage);
        assert!(error.render().contains("There is no folder nowhere."), "{}", error.render());
    }

    #[test]
    fn is_made_once_private_and_ignored_by_git() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::locate(None, dir.path()).unwrap();
        assert!(!project.is_made());
        project.make().unwrap();
        std::fs::write(dir.path().join(KEPT_DIR).join(".gitignore"), "*\n# mine\n").unwrap();
        project.make().unwrap();
        assert_eq!(std::fs::read_to_string(dir.path().join(KEPT_DIR).join(".gitignore")).unwrap(), "*\n# mine\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(dir.path().join(KEPT_DIR)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[test]
    fn where_it_cant_be_made_it_says_so() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(KEPT_DIR), "a file in the way").unwrap();
        let error = Project::locate(None, dir.path()).unwrap().make().unwrap_err();
        assert!(matches!(error, ProjectError::Make { .. }));
    }

    #[test]
    fn paths_inside_are_kept_relative() {
        let project = Project { root: PathBuf::from("/home/mara/p") };
        assert_eq!(project.path_as_kept(Path::new("/home/mara/p/calls/a.vtt")), "calls/a.vtt");
        assert_eq!(project.path_as_kept(Path::new("/elsewhere/a.vtt")), "/elsewhere/a.vtt");
    }
}
