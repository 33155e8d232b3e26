/// The pictures that lie on the terminal's cells. Curses knows nothing of them: it keeps their cells blank, and what
/// goes on or off the screen is written beside it.
struct PixelScreen {
    struct Change: Equatable {
        /// To be written before curses draws, and after.
        var before = ""
        var after = ""
        /// Rows that curses has to draw anew, for pixels that are to go are part of their cells.
        var rows: [Range<Int>] = []
    }

    let isInsideTmux: Bool
    let colours: ColourDepth
    private(set) var shown: [PlacedPicture] = []

    init(isInsideTmux: Bool, colours: ColourDepth) {
        (self.isInsideTmux, self.colours) = (isInsideTmux, colours)
    }

    mutating func show(_ wanted: [PlacedPicture]) -> Change {
        guard wanted != shown else { return Change() }
        var change = Change()
        for placed in shown where !wanted.contains(placed) {
            if placed.picture.style == .kitty {
                change.before += passed([KittyGraphics.deletion(of: number(placed))])
            } else {
                change.rows.append(placed.rect.y..<placed.rect.maxY)
            }
        }
        for placed in wanted {
            let isDamaged = placed.picture.style != .kitty && change.rows.contains { $0.overlaps(placed.rect.rows) }
            if isDamaged || !shown.contains(placed) { change.after += drawing(placed) }
        }
        shown = wanted
        return change
    }

    /// Nothing lies on the screen any more.
    /// - Returns: what is to be written for that; the cells are to be cleared besides.
    mutating func clear() -> String {
        defer { shown = [] }
        let numbers = shown.filter { $0.picture.style == .kitty }.map { number($0) }
        return passed(numbers.map(KittyGraphics.deletion))
    }

    /// Between saving the cursor and restoring it: curses knows where it left it.
    private func drawing(_ placed: PlacedPicture) -> String {
        if placed.picture.style == .kitty {
            let commands = KittyGraphics.showing(
                placed.picture, number: number(placed), hasPlaceholders: placed.hasPlaceholders)
            return placed.hasPlaceholders ? passed(commands) : at(placed.rect, passed(commands))
        }
        return at(placed.rect, String(decoding: placed.picture.bytes, as: UTF8.self))
    }

    private func at(_ rect: Rect, _ bytes: String) -> String {
        "\u{1b}7\u{1b}[\(rect.y + 1);\(rect.x + 1)H\(bytes)\u{1b}8"
    }

    private func passed(_ commands: [String]) -> String {
        commands.map { isInsideTmux ? Tmux.passed($0) : $0 }.joined()
    }

    private func number(_ placed: PlacedPicture) -> Int {
        placed.hasPlaceholders ? colours.number(ofPicture: placed.picture.id) : placed.picture.id
    }
}

extension ColourDepth {
    /// The colour of the characters that stand for a picture: its number, as far as there are colours. The first 16 of
    /// a palette are none of ours.
    func number(ofPicture id: Int) -> Int { self == .direct ? id : 16 + id % 240 }
}

extension Rect {
    fileprivate var rows: Range<Int> { y..<maxY }
}
