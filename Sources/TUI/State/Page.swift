/// The pages of the explorer; a page's number is the digit that shows it.
///
/// The frame (header, tabs, prompts pane, hints, popups) is the same on all of them. The classes page is the pattern:
/// - `State/Page.swift`: a case, and its content in `Page.content`.
/// - `State/Pages/NAME.swift`: what the page remembers, one struct, a property of `State`.
/// - `State/Action+NAME.swift`: an enum of its commands and the table of its keys; `Action.all` concatenates the
///   tables, `Action.Name` has one case for the enum, and `Context` one for the page's keys.
/// - `State/Update+NAME.swift`: what the commands do, small functions of `State`.
/// - `Screens/NAMEPage.swift`: its `PageContent`; `draw` is a pure function of the state.
///
/// What takes longer than a frame is done by another thread, always in this way:
/// 1. The page's struct has an `Inquiry<Question, Answer>`. After every event `PageContent.newWork` derives the question
///    that the state calls for; `Inquiry.ask` gives it a generation, or nil where it was asked already.
/// 2. The request goes out as a `Work` case. `MainLoop` hands it to a `BackgroundThread`, which drops what is stale.
/// 3. The answer comes back as an `Event` case with the generation; `Inquiry.receive` drops it where a newer question
///    was asked. Until then the page shows the old answer, and `Inquiry.isWaiting` tells it to look unfinished.
package enum Page: Int, CaseIterable, Sendable {
    case images = 1
    case prompts = 2
    case classes = 3
    case confusion = 4
    case compare = 5
    case calibration = 6

    var content: any PageContent.Type {
        switch self {
        case .images: ImagesPage.self
        case .prompts: PromptsPage.self
        case .classes: ClassesPage.self
        case .confusion: ConfusionPage.self
        case .compare: ComparePage.self
        case .calibration: CalibrationPage.self
        }
    }

    var key: Key { .char(Character(String(rawValue))) }
}

/// What the frame asks of a page.
protocol PageContent {
    /// One word, for the tabs.
    static var title: String { get }
    /// A sentence, for help.
    static var help: String { get }
    /// Where the keys go while the page has the focus.
    static var context: Context { get }
    /// The prompts stay below it, and Tab leads to them.
    static var showsPrompts: Bool { get }

    /// - Parameter area: all between header and prompts, without the rule above it, where titles stand.
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas)
    /// Lines in sight: what a page up or down moves by.
    static func height(_ state: State) -> Int
    /// Moves the cursor; far steps lead to the first and the last line.
    static func move(by step: Int, _ state: inout State)
    static func press(_ mouse: Mouse, _ state: inout State) -> [Work]
    /// The wheel.
    static func scroll(by step: Int, _ state: inout State)
    /// Esc leaves a state of the page's own.
    /// - Returns: false where there is none to leave.
    static func backOut(_ state: inout State) -> Bool
    /// What the page needs from another thread; called after every event while the page is shown.
    static func newWork(_ state: inout State) -> [Work]
}

extension PageContent {
    static var showsPrompts: Bool { true }
    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] { [] }
    static func scroll(by step: Int, _ state: inout State) { move(by: step, &state) }
    static func backOut(_ state: inout State) -> Bool { false }
    static func newWork(_ state: inout State) -> [Work] { [] }
}

extension Context {
    /// Of the pages and the prompts below them: where no popup is open and no text is typed.
    static let pages = Set(Page.allCases.map { $0.content.context }).union([.prompts, .classNames])
    /// Of the pages that have the prompts below them.
    static let besidePrompts = Set(
        Page.allCases.filter { $0.content.showsPrompts }.map { $0.content.context })
}
