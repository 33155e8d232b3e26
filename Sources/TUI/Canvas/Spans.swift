/// A piece of text with one meaning. A line is a list of them.
package struct Span: Equatable, Sendable {
    package var text: String
    package var role: Role

    package init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }

    var width: Int { DisplayWidth.of(text) }
}

extension [Span] {
    var width: Int { reduce(0) { $0 + $1.width } }
}

extension Canvas {
    /// Writes text from the left of `rect`'s first row, cut with "…" where it is too long.
    /// - Returns: the columns used.
    @discardableResult
    package mutating func write(_ spans: [Span], in rect: Rect, on surface: Surface) -> Int {
        guard rect.width > 0 else { return 0 }
        var room = rect.width
        let isCut = spans.width > rect.width
        if isCut { room -= 1 }
        var x = rect.x
        var last = Role.text
        for span in spans {
            last = span.role
            for glyph in SafeText.glyphs(of: span.text) {
                guard glyph.width <= room else {
                    put("…", x: x, y: rect.y, style: .role(last, on: surface))
                    return x + 1 - rect.x
                }
                put(glyph.text, width: glyph.width, x: x, y: rect.y, style: .role(span.role, on: surface))
                x += glyph.width
                room -= glyph.width
            }
        }
        if isCut { put("…", x: x, y: rect.y, style: .role(last, on: surface)) }
        return x - rect.x
    }

    @discardableResult
    package mutating func write(_ text: String, _ role: Role = .text, in rect: Rect, on surface: Surface) -> Int {
        write([Span(text, role)], in: rect, on: surface)
    }

    /// Writes against the right edge of `rect`'s first row.
    package mutating func writeRight(_ spans: [Span], in rect: Rect, on surface: Surface) {
        let width = Swift.min(spans.width, rect.width)
        write(spans, in: Rect(x: rect.maxX - width, y: rect.y, width: width, height: 1), on: surface)
    }

    package mutating func writeCentred(_ spans: [Span], in rect: Rect, on surface: Surface) {
        let width = Swift.min(spans.width, rect.width)
        write(spans, in: Rect(x: rect.x + (rect.width - width) / 2, y: rect.y, width: width, height: 1), on: surface)
    }
}
