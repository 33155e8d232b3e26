import Model

/// A picture in the shape of the cells that it will cover, what they have too much filled with the ground.
struct PixelRaster {
    let width: Int
    let height: Int
    /// [height, width, 3]
    let rgb: [UInt8]

    /// No more pixels than the cells have, and no more than the picture has: the terminal enlarges better.
    init(_ picture: Picture, covering cells: Size, of cell: PixelSize, on ground: RGB) {
        let (right, bottom) = (Double(cells.columns * cell.width), Double(cells.rows * cell.height))
        let scale = min(right / Double(picture.width), bottom / Double(picture.height))
        // A digit of 28x28 is to show its pixels.
        let isTiny = max(picture.width, picture.height) <= 64
        let detail = scale <= 1 ? 1 : (isTiny ? scale.rounded(.down) : 1) / scale
        width = max(1, Int((right * detail).rounded()))
        height = max(1, Int((bottom * detail).rounded()))
        let columns = max(1, min(width, Int((Double(picture.width) * scale * detail).rounded())))
        let rows = max(1, min(height, Int((Double(picture.height) * scale * detail).rounded())))
        let (x, y) = ((width - columns) / 2, (height - rows) / 2)
        var rgb: [UInt8] = []
        rgb.reserveCapacity(width * height * 3)
        let pixels = picture.scaled(width: columns, height: rows, on: ground)
        for row in 0..<height {
            for column in 0..<width {
                let isInside = row >= y && row < y + rows && column >= x && column < x + columns
                let pixel = isInside ? pixels[(row - y) * columns + column - x] : ground
                rgb.append(pixel.red)
                rgb.append(pixel.green)
                rgb.append(pixel.blue)
            }
        }
        self.rgb = rgb
    }
}
