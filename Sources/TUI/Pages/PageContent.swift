import Model

/// What the frame asks of a page.
protocol PageContent {
    /// One word, for the tabs.
    static var title: String { get }
    /// Four letters or so, where there is no room for more.
    static var shortTitle: String { get }
    /// A sentence, for help.
    static var help: String { get }
    /// Where the keys go while the page has the focus.
    static var context: Context { get }
    /// All that are the page's, in the order of help.
    static var contexts: [Context] { get }
    /// The prompts stay below it, and Tab leads to them.
    static var showsPrompts: Bool { get }
    /// On a small terminal the prompts are but a line until Tab leads to them.
    static var foldsPrompts: Bool { get }

    /// - Parameter area: all between header and prompts, without the rule above it, where titles stand.
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas)
    /// Lines in sight: what a page up or down moves by.
    static func height(_ state: State) -> Int
    /// The page has another height: the cursor is kept in sight.
    static func fit(_ state: inout State)
    /// Moves the cursor; far steps lead to the first and the last line.
    static func move(by step: Int, _ state: inout State)
    static func press(_ mouse: Mouse, _ state: inout State) -> [Work]
    /// The wheel.
    static func scroll(by step: Int, _ state: inout State)
    /// Esc leaves a state of the page's own.
    /// - Returns: false where there is none to leave.
    static func backOut(_ state: inout State) -> Bool
    /// What the page shows, as it leaves the program; the first is where the cursor is. Empty while there is nothing to show.
    static func tables(_ state: State) -> [ResultTable]
    /// The lines that `/` finds one among by its words; nil where there are none.
    static func findable(_ state: State) -> FindableLines?
    /// What the page needs from another thread; called after every event while the page is shown.
    static func newWork(_ state: inout State) -> [Work]
}

extension PageContent {
    static var contexts: [Context] { [context] }
    static var showsPrompts: Bool { true }
    static var foldsPrompts: Bool { true }
    static var shortTitle: String { title }
    static func fit(_ state: inout State) { move(by: 0, &state) }
    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] { [] }
    static func scroll(by step: Int, _ state: inout State) { move(by: step, &state) }
    static func backOut(_ state: inout State) -> Bool { false }
    static func tables(_ state: State) -> [ResultTable] { [] }
    static func findable(_ state: State) -> FindableLines? { nil }
    static func newWork(_ state: inout State) -> [Work] { [] }
}
