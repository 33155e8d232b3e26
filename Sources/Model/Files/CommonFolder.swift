extension [String] {
    /// The folder that all paths begin with, its slash included; empty where there is none.
    var commonFolder: String {
        guard var prefix = first?.prefix(while: { _ in true }) else { return "" }
        for path in self {
            prefix = prefix.prefix(zip(prefix, path).prefix { $0 == $1 }.count)
        }
        return prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    }
}
