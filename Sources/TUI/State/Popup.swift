/// What lies over the panes and takes the keys.
package enum Popup: Equatable, Sendable {
    case help(HelpSearch)
    case palette(ListChooser)
    case classChooser(ListChooser, Browse.ClassRole)
    case promptSets(ListChooser)
    case models(ListChooser)
    /// What A of the compare page can be.
    case references(ListChooser, SetComparison.Source)
    /// Asks for the path of a file to open.
    case file(PathField)
    /// - Parameter existing: the name of a file that is there already: asked for again, it is replaced.
    case save(LineEditor, existing: String?)
    case filter(LineEditor, before: Browse.Filter)
    /// A range of probabilities that images are listed by.
    case range(LineEditor, before: Browse.Filter)
    /// A text that images are ranked by.
    case search(LineEditor, before: Browse)
    /// The orders of the images.
    case orders(ListChooser)
    /// What is noted of an image.
    case note(LineEditor, image: Int)
    /// Words that templates are listed by.
    case templateFilter(LineEditor, before: String)
    /// A search for better templates.
    case trial(ListChooser)
    case zoom
    case edits(ListChooser)
    /// Asks before something is lost.
    case leave
    /// Asks what several lines are to become.
    case pasted(PastedLines)
}

/// A list with a cursor, narrowed by typing.
package struct ListChooser: Equatable, Sendable {
    package var editor = LineEditor()
    package var cursor = 0
    package var top = 0

    /// Moves the cursor and keeps it in sight.
    package mutating func move(to row: Int, count: Int, height: Int) {
        cursor = max(0, min(row, count - 1))
        top = min(max(top, cursor - max(1, height) + 1), cursor)
        top = max(0, min(top, count - height))
    }
}
