/// Labels that files carry in their names: cat.0.jpg, dog.12499.jpg.
enum NumberedNames {
    /// More of them are no classes.
    private static let most = 20

    /// The word before the number of every image of the train split, or of every image where there are no splits; nil
    /// where a name has another form, or where the words are too few or too many. Images of other splits have none.
    static func classes(of names: ByteStrings, splits: CategoryColumn?) -> CategoryColumn? {
        var classes = CategoryColumn()
        for (index, name) in names.enumerated() {
            if let split = splits?[index], SplitName.spoken(in: split) != "train" {
                classes.append(nil)
                continue
            }
            guard let word = word(of: name) else { return nil }
            classes.append(word)
            if classes.words.count > most { return nil }
        }
        return classes.words.count >= 2 ? classes : nil
    }

    /// "cat" for train/cat.0.jpg.
    private static func word(of path: ArraySlice<UInt8>) -> String? {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? path.startIndex
        let parts = path[start...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[1].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return FilePath(bytes: parts[0]).text
    }
}
