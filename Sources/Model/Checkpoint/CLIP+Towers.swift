extension CLIP {
    /// - Throws: `CheckpointError` where the weights cannot be read, as in all that asks for a tower.
    var textEncoder: any TextEncoder { get throws { try textTower.encoder() } }
    var imageEncoder: any ImageEncoder { get throws { try imageTower.encoder() } }

    /// Has the text tower read before a text is to be encoded.
    package func readTextTower() throws { _ = try textTower.encoder() }

    /// Has both read.
    package func readTowers() throws {
        _ = try both({ try textTower.encoder() }, { try imageTower.encoder() })
    }
}
