/// Texts that are called like the images that they are about.
enum Sidecars {
    /// Names without folders and endings.
    static func stems(of images: ByteStrings) -> Set<ArraySlice<UInt8>> {
        Set(
            images.lazy.map { name in
                let base = name.lastIndex(of: UInt8(ascii: "/")).map { name[($0 + 1)...] } ?? name
                return base.lastIndex(of: UInt8(ascii: ".")).map { base[..<$0] } ?? base
            })
    }

    /// Of a file with this ending.
    static func stem(_ file: FilePath, ending: String) -> ArraySlice<UInt8>? {
        let base = file.bytes.lastIndex(of: UInt8(ascii: "/")).map { file.bytes[($0 + 1)...] } ?? file.bytes[...]
        guard base.suffix(ending.utf8.count + 1).elementsEqual(("." + ending).utf8) else { return nil }
        return base.dropLast(ending.utf8.count + 1)
    }

    /// img2dataset writes 00000/000000000.jpg with a .json beside each: its folders are shards, and no classes.
    static func areClassesShards(_ classes: [String], _ others: [FilePath]) -> Bool {
        guard !classes.isEmpty, classes.allSatisfy({ $0.count == 5 && $0.allSatisfy(\.isNumber) }) else { return false }
        let folders = Set(classes)
        return others.contains { file in
            let parts = file.text.split(separator: "/")
            return parts.count >= 2 && folders.contains(String(parts[parts.count - 2])) && file.text.hasSuffix(".json")
        }
    }
}
