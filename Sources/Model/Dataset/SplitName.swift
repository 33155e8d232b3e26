/// Words by which the parts of a dataset are told from its classes.
enum SplitName {
    private static let words: Set<String> = [
        "train", "training", "val", "valid", "validation", "test", "testing", "dev",
    ]
    /// What stands beside such a word in the name of a part that lies alone: training_set, seg_train, cars_train.
    private static let companions: Set<String> = [
        "set", "split", "seg", "data", "dataset", "images", "imgs", "image", "img", "cars", "folder",
    ]
    /// Parts that have no labels as a rule. Alone they may be classes.
    private static let unlabelled: Set<String> = ["pred", "prediction", "unlabeled", "unlabelled"]

    /// "train", "Test", "val2017", "test1": one of the words, and digits behind it.
    static func isSplit(_ folder: String) -> Bool { words.contains(withoutDigits(folder.lowercased())) }

    /// "training_set", "seg_train", "cars_test", "train_split": what a part is called where nothing else lies there.
    static func isLoneSplit(_ folder: String) -> Bool {
        guard let parts = parts(of: folder) else { return false }
        return parts.rest.allSatisfy(companions.contains)
    }

    /// Whether all of these folders lie beside each other as the parts of a dataset: two are called by such a word, or two
    /// have different ones beside the same rest (seg_train and seg_test; but bullet_train and test_tube are classes).
    static func areSplits(_ folders: [String]) -> Bool {
        if folders.count == 1 { return isLoneSplit(folders[0]) }
        if folders.count(where: isSplit) >= 2 { return true }
        let parts = folders.compactMap(parts(of:))
        let byRest = Dictionary(grouping: parts) { $0.rest }
        guard let most = byRest.values.max(by: { $0.count < $1.count }), Set(most.map(\.word)).count >= 2 else {
            return false
        }
        let others = folders.count - most.count
        return others == 0 || others == folders.count(where: { isUnlabelled($0, rest: most[0].rest) })
    }

    private static func isUnlabelled(_ folder: String, rest: [String]) -> Bool {
        var own = pieces(of: folder)
        guard let index = own.firstIndex(where: unlabelled.contains) else { return false }
        own.remove(at: index)
        return own == rest || own.isEmpty
    }

    /// The split that a file name speaks of: "train" for imagenet-train-000123.tar. MNIST calls its test split t10k.
    static func spoken(in name: String) -> String? {
        let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return parts.contains("t10k") ? "test" : parts.first { words.contains($0) }
    }

    /// The one word of a split in a name, and what else stands there.
    private static func parts(of folder: String) -> (word: String, rest: [String])? {
        var rest = pieces(of: folder)
        guard let index = rest.firstIndex(where: words.contains) else { return nil }
        let word = rest.remove(at: index)
        return rest.contains(where: words.contains) ? nil : (word, rest)
    }

    private static func pieces(of folder: String) -> [String] {
        folder.lowercased().split { !$0.isLetter && !$0.isNumber }.map { withoutDigits(String($0)) }
            .filter { !$0.isEmpty }
    }

    private static func withoutDigits(_ word: String) -> String {
        String(word.reversed().drop(while: \.isNumber).reversed())
    }
}
