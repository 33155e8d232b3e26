/// The tables of texts.sqlite, version by version.
enum TextSchema {
    static let migrations = Migrations(steps: [
        """
        CREATE TABLE model (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL,      -- tells the precision too
            dimension INTEGER NOT NULL,
            name TEXT NOT NULL,             -- what people call it
            UNIQUE (fingerprint, dimension)
        );
        CREATE TABLE text (
            id INTEGER PRIMARY KEY,         -- a later one was made later
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE,
            ids BLOB NOT NULL,              -- hash of the token ids
            vector BLOB NOT NULL,           -- 32-bit floats in the machine's order
            used INTEGER NOT NULL           -- day since 1970
        );
        CREATE UNIQUE INDEX textOfModel ON text (model, ids);
        CREATE INDEX textByUse ON text (used, id);
        """,
        """
        CREATE TABLE file (                 -- of a model
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,      -- nanoseconds since 1970
            inode INTEGER NOT NULL,
            content BLOB NOT NULL           -- its hash
        ) WITHOUT ROWID;
        """,
        // Every row got a checksum, as in embeddings.sqlite.
        """
        DELETE FROM text;
        DELETE FROM file;
        ALTER TABLE text ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE file ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
        """,
    ])
}
