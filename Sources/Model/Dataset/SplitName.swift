/// Words by which the parts of a dataset are told from its classes.
enum SplitName {
    private static let words: Set<String> = [
        "train", "training", "val", "valid", "validation", "test", "testing", "dev",
    ]

    /// "train", "Test", "val2017", "test1": one of the words, and digits behind it.
    static func isSplit(_ folder: String) -> Bool {
        words.contains(String(folder.lowercased().reversed().drop(while: \.isNumber).reversed()))
    }

    /// The split that a file name speaks of: "train" for imagenet-train-000123.tar. MNIST calls its test split t10k.
    static func spoken(in name: String) -> String? {
        let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return parts.contains("t10k") ? "test" : parts.first { words.contains($0) }
    }
}
