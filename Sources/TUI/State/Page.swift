/// The pages of the explorer; a page's number is the digit that shows it.
///
/// The frame (header, tabs, prompts pane, hints, popups) is the same on all of them. The classes page is the pattern:
/// - `State/Page.swift`: a case; `State/Pages.swift`: its content in `Page.content`.
/// - `State/Pages/NAME.swift`: what the page remembers, one struct, a property of `State`.
/// - `State/Action+NAME.swift`: its keys, each with what it does; `State/Context.swift`: the context that they belong to.
/// - `State/Update+NAME.swift`: what the keys do, small functions of `State`.
/// - `Screens/NAMEPage.swift`: its `PageContent`; `draw` is a pure function of the state.
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

    var key: Key { .char(Character(String(rawValue))) }
}
