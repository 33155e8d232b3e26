/// What the colours of the confusion matrix say.
enum HeatLegend {
    static func draw(in line: Rect, on canvas: inout Canvas) {
        var room = line
        for (role, name) in [(Role.right, "right "), (.wrong, "wrong ")] {
            let width = name.count + shares.count * cell + 2
            guard room.width >= width else { return }
            canvas.write(name, .faint, in: room, on: .base)
            for (place, share) in shares.enumerated() {
                let text = "\(Int((100 * share).rounded()))%".rightAligned(to: cell - 1) + " "
                for (offset, glyph) in SafeText.glyphs(of: text).enumerated() {
                    canvas.put(
                        glyph.text, x: room.x + name.count + place * cell + offset, y: room.y,
                        style: .heat(role, share: share))
                }
            }
            room = Rect(x: room.x + width, y: room.y, width: room.width - width, height: 1)
        }
        canvas.write("of the row's class", .faint, in: room, on: .base)
    }

    private static let shares = [0.05, 0.25, 0.5, 1]
    private static let cell = 5
}
