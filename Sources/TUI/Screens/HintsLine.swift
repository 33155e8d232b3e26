/// The last line: the keys that work here. What cannot be done now is faint, so that nothing jumps.
enum HintsLine {
    struct Hint {
        let action: Action
        let x: Range<Int>
    }

    /// Hints from the left as far as they go; help and quit always stand at the right.
    static func hints(_ state: State) -> [Hint] {
        let width = state.size.columns
        let all = Action.hints(in: state.context)
        let fixed = all.filter { $0.hint! >= 90 }
        var end = width
        var right: [Hint] = []
        for action in fixed.reversed() {
            let columns = spans(action, state).width
            end -= columns + 2
            right.insert(Hint(action: action, x: end + 1..<end + 1 + columns), at: 0)
        }
        var x = 1
        var left: [Hint] = []
        for action in all where action.hint! < 90 {
            let columns = spans(action, state).width
            guard x + columns + 2 <= end else { break }
            left.append(Hint(action: action, x: x..<x + columns))
            x += columns + 2
        }
        return left + right
    }

    static func action(at x: Int, _ state: State) -> Action? {
        hints(state).first { $0.x.contains(x) }?.action
    }

    static func draw(_ state: State, on canvas: inout Canvas) {
        let line = state.layout.hints
        canvas.fill(line, on: .edge)
        if let message = state.message, !Header.hasRoom(for: message, state) {
            let room = line.inset(x: 1)
            let text = message.text.keepingEnd(of: room.width)
            canvas.write([Span(text, message.role)], in: room, on: .edge)
            return
        }
        for hint in hints(state) {
            let place = Rect(x: hint.x.lowerBound, y: line.y, width: hint.x.count, height: 1)
            canvas.write(spans(hint.action, state), in: place, on: .edge)
        }
    }

    private static func spans(_ action: Action, _ state: State) -> [Span] {
        let isPossible = action.unavailable(state) == nil
        let key = action.keys.first?.name ?? ""
        return [Span(key, isPossible ? .key : .faint), Span(" \(action.title)", isPossible ? .quiet : .faint)]
    }
}
