/// The tables of embeddings.sqlite, version by version.
enum StoreSchema {
    static let migrations = Migrations(steps: [
        """
        CREATE TABLE space (
            id INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            preprocessing TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            UNIQUE (model, preprocessing, dimension)
        );
        CREATE TABLE embedding (
            content BLOB NOT NULL,
            space INTEGER NOT NULL REFERENCES space (id),
            vector BLOB NOT NULL,
            PRIMARY KEY (content, space)
        ) WITHOUT ROWID;
        CREATE TABLE file (
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            content BLOB NOT NULL
        ) WITHOUT ROWID;
        """,
        // Vectors went from the database into files beside it. Those of version 1 are made anew: it is a cache.
        """
        DROP TABLE embedding;
        DROP TABLE file;
        DROP TABLE space;
        CREATE TABLE space (
            id INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            preprocessing TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            name TEXT NOT NULL,             -- what people call the model
            vectors TEXT NOT NULL UNIQUE,   -- its vector file; another one after each pruning
            rows INTEGER NOT NULL,          -- rows of that file that were handed out; the next row to write
            UNIQUE (model, preprocessing, dimension)
        );
        CREATE TABLE embedding (
            space INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
            content BLOB NOT NULL,
            row INTEGER NOT NULL,
            made INTEGER NOT NULL,          -- day since 1970
            PRIMARY KEY (space, content)
        ) WITHOUT ROWID;
        CREATE TABLE dataset (
            id INTEGER PRIMARY KEY,
            folder TEXT NOT NULL UNIQUE
        );
        CREATE TABLE file (
            key TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            content BLOB NOT NULL,
            dataset INTEGER NOT NULL REFERENCES dataset (id) -- the one that used it last
        ) WITHOUT ROWID;
        CREATE TABLE use (
            space INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
            dataset INTEGER NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
            day INTEGER NOT NULL,           -- since 1970
            PRIMARY KEY (space, dataset)
        ) WITHOUT ROWID;
        """,
        // Every row got a checksum. Nobody can tell whether rows without one are right: they are made anew.
        """
        DROP TABLE embedding;
        DROP TABLE file;
        DELETE FROM space;
        CREATE TABLE embedding (
            space INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
            content BLOB NOT NULL,
            row INTEGER NOT NULL,
            made INTEGER NOT NULL,          -- day since 1970
            checksum INTEGER NOT NULL,      -- of the vector and what it belongs to
            PRIMARY KEY (space, content)
        ) WITHOUT ROWID;
        CREATE TABLE file (
            key TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            content BLOB NOT NULL,
            dataset INTEGER NOT NULL REFERENCES dataset (id), -- the one that used it last
            checksum INTEGER NOT NULL       -- of all but the dataset
        ) WITHOUT ROWID;
        """,
    ])
}
