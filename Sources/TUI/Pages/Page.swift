/// The pages of the explorer; a page's number is the digit that shows it.
///
/// The frame (header, tabs, prompts pane, hints, popups) is the same on all of them. A page is a folder here, with Classes as
/// the pattern:
/// - what it remembers, one struct, which is a property of `State` (ClassTable.swift). Its properties are `private(set)`, so
///   that functions of this file alone change it: another page cannot, which the compiler checks;
/// - its keys, each with what it does, and the context that they belong to (Action+Classes.swift);
/// - its `PageContent`, whose `draw` is a pure function of the state, and its background question (ClassesPage.swift).
/// Outside it has one line each: a case here, its content in Pages.swift, its struct in State.swift.
///
/// What takes longer than a frame is done by another thread, always in this way:
/// 1. The page's struct has an `Inquiry<Question, Answer>`. After every event `PageContent.newWork` derives the question
///    that the state calls for; `Inquiry.ask` gives it a generation, or nil where it was asked already.
/// 2. The request goes out as `Work.ask` with its kind, a `BackgroundQuestion`, which a thread of that kind answers; what
///    is stale is dropped.
/// 3. The answer comes back as an event with the generation; `Inquiry.receive` drops it where a newer question was asked.
///    Until then the page shows the old answer, and `Inquiry.isWaiting` tells it to look unfinished.
package enum Page: Int, CaseIterable, Sendable {
    case images = 1
    case prompts = 2
    case classes = 3
    case confusion = 4
    case compare = 5
    case calibration = 6
    case leaderboard = 7
    case learn = 8

    var key: Key { .char(Character(String(rawValue))) }
}
