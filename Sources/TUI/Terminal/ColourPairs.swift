import CNCurses

/// Curses wants a number for each pair of colours, and has only so many.
struct ColourPairs {
    private struct Pair: Hashable {
        let foreground: Int
        let background: Int
    }

    private var numbers: [Pair: Int32] = [:]
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: nil when all pairs are taken.
    mutating func number(_ foreground: Int, _ background: Int) -> Int32? {
        if foreground < 0 && background < 0 { return 0 }
        let pair = Pair(foreground: foreground, background: background)
        if let number = numbers[pair] { return number }
        guard numbers.count + 1 < limit else { return nil }
        let number = Int32(numbers.count + 1)
        guard init_extended_pair(number, Int32(foreground), Int32(background)) == OK else { return 0 }
        numbers[pair] = number
        return number
    }

    /// Forgets all pairs; every cell has to be put again.
    mutating func reset() {
        numbers = [:]
        reset_color_pairs()
    }
}
