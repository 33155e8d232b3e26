import Model

/// Where the columns are, and a line of the table.
struct LeaderboardColumns {
    private let name: Int
    private let hasIntervals: Bool
    /// Where there is no room for both, the one that counts less is left out.
    private let hidden: Leaderboard.Order?
    private static let rank = 5
    private static let templates = 11
    private static let top1 = 8
    private static let classMean = 13
    private static let logLoss = 11
    private static let interval = 17
    private static let toFirst = 12

    init(width: Int, order: Leaderboard.Order) {
        hidden = width >= 96 ? nil : order == .meanPerClass ? .logLoss : .meanPerClass
        let others = hidden == nil ? Self.classMean + Self.logLoss : hidden == .logLoss ? Self.classMean : Self.logLoss
        let fixed = Self.rank + Self.templates + Self.top1 + others + Self.toFirst + 1
        hasIntervals = width - fixed - 2 * Self.interval >= 30
        name = max(8, width - fixed - (hasIntervals ? 2 * Self.interval : 0))
    }

    func drawHeadings(_ order: Leaderboard.Order, in line: Rect, on canvas: inout Canvas) {
        func heading(_ each: Leaderboard.Order, _ width: Int) -> Span {
            Span(each.title.rightAligned(to: width), each == order ? .strong : .faint)
        }
        let interval = Span("95 %".rightAligned(to: Self.interval), .faint)
        var spans = [
            Span("".padded(to: Self.rank)), Span("set".padded(to: name), .faint),
            Span("templates".rightAligned(to: Self.templates), .faint), heading(.top1, Self.top1),
        ]
        if hasIntervals { spans.append(interval) }
        if hidden != .meanPerClass { spans.append(heading(.meanPerClass, Self.classMean)) }
        if hidden != .logLoss { spans.append(heading(.logLoss, Self.logLoss)) }
        spans.append(Span("to first".rightAligned(to: Self.toFirst), .faint))
        if hasIntervals { spans.append(interval) }
        canvas.write(spans, in: line, on: .base)
    }

    func draw(
        _ row: Leaderboard.Row, rank: Int, _ order: Leaderboard.Order, _ entrant: LeaderboardTable.Entrant,
        in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        let isNow = entrant.origin == "as it is now"
        let also = entrant.alike.isEmpty ? "" : ", also \(entrant.alike.joined(separator: ", "))"
        let title = "\(entrant.set.name) · \(entrant.origin)\(also)"
        var spans = [
            Span(" \(rank)".padded(to: Self.rank - 1), rank == 1 ? .accent : .quiet),
            Span(title.padded(to: name - 1) + " ", isNow ? .strong : .text),
            Span(String(entrant.set.active.count).rightAligned(to: Self.templates), .quiet),
            Span(Numbers.percent(row.top1.value).rightAligned(to: Self.top1), .strong),
        ]
        if hasIntervals { spans.append(interval(row.top1.interval, scale: 100, decimals: 1)) }
        if hidden != .meanPerClass {
            spans.append(Span(Numbers.percent(row.meanPerClass.value).rightAligned(to: Self.classMean), .text))
        }
        if hidden != .logLoss {
            spans.append(Span(Numbers.signed(row.logLoss.value, decimals: 3).rightAligned(to: Self.logLoss), .text))
        }
        // After the mark of the cursor.
        let place = Rect(x: line.x + 1, y: line.y, width: line.width - 1, height: 1)
        canvas.write(spans + toFirst(row, order), in: place, on: surface)
    }

    /// In points, or in nats.
    private func toFirst(_ row: Leaderboard.Row, _ order: Leaderboard.Order) -> [Span] {
        guard let difference = row.toFirst else { return [] }
        let (scale, decimals) = order == .logLoss ? (1.0, 3) : (100.0, 1)
        let text = Numbers.signed(scale * difference.value, decimals: decimals)
        let own = Span(text.rightAligned(to: Self.toFirst), row.differs ? .down : .quiet)
        return hasIntervals ? [own, interval(difference.interval, scale: scale, decimals: decimals)] : [own]
    }

    private func interval(_ range: ClosedRange<Double>, scale: Double, decimals: Int) -> Span {
        let (low, high) = (
            Numbers.signed(scale * range.lowerBound, decimals: decimals),
            Numbers.signed(scale * range.upperBound, decimals: decimals)
        )
        return Span("\(low) to \(high)".rightAligned(to: Self.interval), .quiet)
    }
}

extension Leaderboard.Order {
    var title: String {
        switch self {
        case .top1: "top-1"
        case .meanPerClass: "class mean"
        case .logLoss: "log loss"
        }
    }
}
