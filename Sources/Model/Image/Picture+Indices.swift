extension Picture {
    /// A picture of one byte a pixel.
    /// - Parameters:
    ///   - indices: [height, width]
    ///   - mode: what they stand for: a level of grey, black and white for 0 and all else, or a colour of the palette,
    ///     black where it has none (as in Pillow).
    ///   - transparent: the index that is not seen.
    init(
        width: Int, height: Int, indices: [UInt8], mode: Mode, transparent: UInt8? = nil, format: ImageFormat
    ) {
        var table = mode.table
        if let transparent { table[Int(transparent) * 4 + 3] = 0 }
        let rgba = [UInt8](unsafeUninitializedCapacity: indices.count * 4) { rgba, filled in
            for (pixel, index) in indices.enumerated() {
                for channel in 0..<4 { rgba[pixel * 4 + channel] = table[Int(index) * 4 + channel] }
            }
            filled = indices.count * 4
        }
        self.init(
            width: width, height: height, rgba: rgba, hasAlpha: transparent != nil, format: format.rawValue, mode: mode)
    }
}

extension Picture.Mode {
    /// RGBA of every index, [256, 4].
    fileprivate var table: [UInt8] {
        (0..<256).flatMap { index -> [UInt8] in
            switch self {
            case .grey: [UInt8(index), UInt8(index), UInt8(index), 255]
            case .bilevel: index == 0 ? [0, 0, 0, 255] : [255, 255, 255, 255]
            case .palette(let colours) where index * 3 + 3 <= colours.count:
                colours[index * 3..<index * 3 + 3] + [255]
            case .palette: [0, 0, 0, 255]
            default: preconditionFailure("a picture of indices is grey, bilevel or has a palette")
            }
        }
    }
}
