-- When a finding was kept first; nothing for those of before.
ALTER TABLE findings ADD COLUMN at TEXT;
