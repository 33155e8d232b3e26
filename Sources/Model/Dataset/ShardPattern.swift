/// A path with braces that stands for many, as WebDataset writes shards: train-{0000..0127}.tar, {train,val}.tar.
enum ShardPattern {
    private static var braces: Regex<(Substring, Substring, Substring, Substring)> {
        /(.*?)\{([^{}]*)\}(.*)/.dotMatchesNewlines()
    }
    /// More are a mistake.
    private static let most = 1_000_000

    static func isPattern(_ path: String) -> Bool { path.wholeMatch(of: braces) != nil }

    /// The paths in order; the path itself where it has no braces. Numbers keep their zeros.
    static func paths(_ path: String) -> [String] {
        guard let match = path.wholeMatch(of: braces) else { return [path] }
        let words: [String]
        if let ends = match.2.wholeMatch(of: /(\d+)\.\.(\d+)/), let first = Int(ends.1), let last = Int(ends.2),
            first <= last,
            last - first < most
        {
            let digits = ends.1.hasPrefix("0") ? ends.1.count : 0
            words = (first...last).map { number in
                String(repeating: "0", count: max(0, digits - String(number).count)) + String(number)
            }
        } else {
            words = match.2.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return words.flatMap { paths("\(match.1)\($0)\(match.3)") }
    }
}
