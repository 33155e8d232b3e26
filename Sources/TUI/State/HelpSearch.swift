/// The help popup: what is looked for, how far it is scrolled, and where it was asked for.
package struct HelpSearch: Equatable, Sendable {
    package var editor = LineEditor()
    package var top = 0
    package let context: Context

    package init(context: Context) {
        self.context = context
    }
}

extension State {
    mutating func scrollHelp(by step: Int) {
        guard case .help(var search) = popup else { return }
        search.top = max(0, min(search.top + step, HelpScreen.overflow(search, self)))
        popup = .help(search)
    }
}
