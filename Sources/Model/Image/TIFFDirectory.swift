import Foundation

/// The first directory of a TIFF (TIFF 6.0, section 2), which EXIF is too, or of a BigTIFF.
struct TIFFDirectory {
    static let width = 256
    static let height = 257
    static let orientation = 274
    static let extraSamples = 338
    private static let samplesPerPixel = 277
    private static let sampleFormat = 339

    private let bytes: Data
    private let isBigEndian: Bool
    private let isBig: Bool
    private var start = 0
    private var count = 0

    private static let starts: [[UInt8]] = ["II*\0", "MM\0*", "II+\0", "MM\0+"].map { Array($0.utf8) }

    static func begins(_ data: Data) -> Bool { starts.contains { data.starts(with: $0) } }

    /// Nil where there is none.
    init?(_ data: Data) {
        guard let kind = Self.starts.firstIndex(where: { data.starts(with: $0) }) else { return nil }
        bytes = data
        isBigEndian = kind % 2 == 1
        isBig = kind >= 2
        guard let offset = number(at: isBig ? 8 : 4, bytes: isBig ? 8 : 4),
            let entries = number(at: offset, bytes: isBig ? 8 : 2)
        else { return nil }
        start = offset + (isBig ? 8 : 2)
        // Any more lie behind the end.
        count = min(entries, data.count / entryLength)
    }

    private var entryLength: Int { isBig ? 20 : 12 }

    private func number(at offset: Int, bytes length: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - length else { return nil }
        let slice = bytes.dropFirst(offset).prefix(length)
        // The eighth byte of a number is never needed in a file that fits into memory.
        let number = isBigEndian ? slice.suffix(7).bigEndian : slice.prefix(7).littleEndian
        let highest = length == 8 ? (isBigEndian ? slice.first! : slice.last!) : 0
        return highest == 0 ? number : nil
    }

    /// The first number of a tag; nil where the tag is missing or has no numbers of 8, 16 or 32 bits.
    func value(of tag: Int) -> Int? {
        let entries = (0..<count).lazy.map { start + $0 * entryLength }
        guard let entry = entries.first(where: { number(at: $0, bytes: 2) == tag }),
            let length = number(at: entry + 2, bytes: 2).flatMap({ [1: 1, 3: 2, 4: 4][$0] }),
            let values = number(at: entry + 4, bytes: isBig ? 8 : 4)
        else { return nil }
        // Values that are longer than their field lie elsewhere.
        let (place, room) = (entry + (isBig ? 12 : 8), isBig ? 8 : 4)
        guard values > room / length else { return number(at: place, bytes: length) }
        return number(at: place, bytes: room).flatMap { number(at: $0, bytes: length) }
    }

    /// Where they are more than a picture has, or no whole numbers.
    var bands: String? {
        if let channels = value(of: Self.samplesPerPixel), channels > 6 { return "\(channels) channels" }
        return value(of: Self.sampleFormat) == 3 ? "floating-point numbers" : nil
    }

    func has(_ tag: Int) -> Bool {
        (0..<count).contains { number(at: start + $0 * entryLength, bytes: 2) == tag }
    }
}
