import Model

extension Picture {
    /// Cells for the picture, as large as fits: a cell is taken to be twice as high as wide.
    func cells(within size: Size) -> Size {
        guard width > 0, height > 0, size.columns > 0, size.rows > 0 else { return Size(columns: 0, rows: 0) }
        let scale = min(Double(size.columns) / Double(width), Double(size.rows * 2) / Double(height))
        let columns = min(size.columns, max(1, Int((Double(width) * scale).rounded())))
        let rows = min(size.rows, max(1, Int((Double(height) * scale / 2).rounded())))
        return Size(columns: columns, rows: rows)
    }

    /// The picture on `ground`, scaled by averaging the pixels that each new one covers.
    func scaled(width columns: Int, height rows: Int, on ground: RGB) -> [RGB] {
        var pixels: [RGB] = []
        pixels.reserveCapacity(columns * rows)
        rgba.withUnsafeBufferPointer { rgba in
            for y in 0..<rows {
                let (top, bottom) = (y * height / rows, max(y * height / rows + 1, (y + 1) * height / rows))
                for x in 0..<columns {
                    let (left, right) = (x * width / columns, max(x * width / columns + 1, (x + 1) * width / columns))
                    var (red, green, blue, alpha, count) = (0, 0, 0, 0, 0)
                    // Large pictures: 64 samples a cell are enough.
                    let (stepX, stepY) = (max(1, (right - left) / 8), max(1, (bottom - top) / 8))
                    for sampleY in stride(from: top, to: bottom, by: stepY) {
                        for sampleX in stride(from: left, to: right, by: stepX) {
                            let index = (sampleY * width + sampleX) * 4
                            let opacity = Int(rgba[index + 3])
                            red += Int(rgba[index]) * opacity
                            green += Int(rgba[index + 1]) * opacity
                            blue += Int(rgba[index + 2]) * opacity
                            alpha += opacity
                            count += 255
                        }
                    }
                    func mixed(_ sum: Int, _ ground: UInt8) -> UInt8 {
                        UInt8((sum + Int(ground) * (count - alpha)) / count)
                    }
                    pixels.append(RGB(mixed(red, ground.red), mixed(green, ground.green), mixed(blue, ground.blue)))
                }
            }
        }
        return pixels
    }
}
