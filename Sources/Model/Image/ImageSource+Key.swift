extension ImageSource {
    /// The file that a `key` speaks of: the image's, or its archive's.
    static func file(ofKey key: String) -> FilePath {
        let archive = key.firstMatch(of: /\/\/\d+\+\d+$/).map { key[..<$0.range.lowerBound] }
        return FilePath(text: String(archive ?? key[...]))
    }
}
