/// The tables of history.sqlite, version by version.
enum HistorySchema {
    static let migrations = Migrations(steps: [
        """
        CREATE TABLE prompt_set (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            toml TEXT NOT NULL,
            date TEXT NOT NULL,
            note TEXT,
            UNIQUE (name, version)
        );
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            identity BLOB NOT NULL UNIQUE,
            date TEXT NOT NULL,
            dataset TEXT NOT NULL,
            folder TEXT NOT NULL,
            split TEXT,
            label_column TEXT NOT NULL,
            model TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            location TEXT NOT NULL,
            prompt_set TEXT NOT NULL,
            toml TEXT NOT NULL,
            images INTEGER NOT NULL,
            top1 REAL NOT NULL,
            top5 REAL NOT NULL,
            mean_per_class REAL NOT NULL,
            ece REAL NOT NULL,
            note TEXT
        );
        CREATE TABLE image (
            folder TEXT NOT NULL,
            path TEXT NOT NULL,
            mark TEXT,
            note TEXT,
            date TEXT NOT NULL,
            PRIMARY KEY (folder, path)
        ) WITHOUT ROWID;
        CREATE TABLE session (
            dataset TEXT PRIMARY KEY,
            turn INTEGER NOT NULL UNIQUE,
            date TEXT NOT NULL,
            document TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE run ADD COLUMN names TEXT;
        ALTER TABLE run ADD COLUMN labelled INTEGER;
        ALTER TABLE run ADD COLUMN classes INTEGER;
        """,
    ])
}
