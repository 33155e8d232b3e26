import Foundation

/// The boxes of a file of the ISO base media family (ISO/IEC 14496-12, 4.2): HEIC, AVIF and JPEG XL in its container.
enum ISOBoxes {
    /// By its brands (ISO/IEC 23008-12, 10.2). A file that only says that it holds pictures is AVIF where that is among
    /// the brands it is compatible with, else HEIC.
    static func format(of data: Data) -> ImageFormat? {
        let start = data.prefix(64)
        guard start.count >= 12, start.dropFirst(4).starts(with: Array("ftyp".utf8)) else { return nil }
        let length = min(start.count, start.prefix(4).bigEndian)
        let brands = stride(from: 8, to: length - 3, by: 4).filter { $0 != 12 }
            .map { String(decoding: start.dropFirst($0).prefix(4), as: UTF8.self) }
        guard let major = brands.first else { return nil }
        switch major {
        case "avif", "avis": return .avif
        case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs": return .heic
        case "mif1", "msf1", "mif2", "miaf": return brands.contains("avif") || brands.contains("avis") ? .avif : .heic
        default: return nil
        }
    }

    /// Whether the last box says that it is longer than the file.
    static func endEarly(_ data: Data) -> Bool {
        guard data.dropFirst(4).starts(with: Array("ftyp".utf8)) || data.dropFirst(4).starts(with: Array("JXL ".utf8))
        else { return false }
        var position = 0
        while data.count - position >= 8 {
            let head = data.dropFirst(position).prefix(16)
            var length = head.prefix(4).bigEndian
            // 0: up to the end. 1: 64 bits follow, of which a file never needs the first eight.
            if length == 0 { return false }
            if length == 1 { length = head.count < 16 ? .max : head.dropFirst(9).prefix(7).bigEndian }
            guard length >= 8 else { return false }
            guard length <= data.count - position else { return true }
            position += length
        }
        return position < data.count
    }
}
