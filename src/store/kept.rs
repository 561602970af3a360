//! Small things that are kept: texts that people wrote, settings, sidecar tables.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError, sha256};

impl Store {
    /// Keeps a text that a person wrote (a statement, a note) and gives its SHA-256, under which the ledger knows it.
    pub fn put_text(&mut self, text: &str) -> Result<String, StoreError> {
        let hash = sha256(text.as_bytes());
        self.write(|db| {
            db.prepare_cached("INSERT INTO texts (sha256, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?.execute([hash.as_str(), text])
        })?;
        Ok(hash)
    }

    /// The text with this SHA-256. One that was changed outside verbatim is not given: it is not what was decided on.
    pub fn text(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let text: Option<String> =
            self.read(|db| db.prepare_cached("SELECT text FROM texts WHERE sha256 = ?1")?.query_row([hash], |row| row.get(0)).optional())?;
        Ok(text.filter(|text| sha256(text.as_bytes()) == hash))
    }

    /// A setting, such as the reviewer's name.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.read(|db| db.query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0)).optional())
    }

    /// Keeps a setting.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.write(|db| db.execute(sql, [key, value])).map(drop)
    }

    /// Keeps a sidecar table as read from `path`. Gives whether it is new or changed.
    pub fn put_source(&mut self, path: &str, file: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        let sql = "INSERT INTO sources (path, file, sha256, bytes) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO UPDATE SET file = excluded.file, sha256 = excluded.sha256, bytes = excluded.bytes
                   WHERE sha256 <> excluded.sha256";
        self.write(|db| db.execute(sql, params![path, file, sha256(bytes), bytes])).map(|changed| changed > 0)
    }

    /// The sidecar tables that were read, as (path, bytes), in the order of their paths.
    pub fn sources(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.read(|db| {
            let mut all = db.prepare("SELECT path, bytes FROM sources ORDER BY path")?;
            all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}
