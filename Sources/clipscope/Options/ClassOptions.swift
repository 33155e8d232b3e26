import ArgumentParser
import Model

/// Classes that are hidden or added beside what the prompt set says of them.
struct ClassOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Do not choose this class; its images are not counted. Give it again for more.", valueName: "class"))
    var hideClass: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also choose among this class, which no image has. Give it again for more.", valueName: "class"))
    var addClass: [String] = []

    /// - Parameter classes: all that can be hidden.
    /// - Throws: `PromptSetError`
    func apply(to set: PromptSet, classes: [String]) throws -> PromptSet {
        let options = PromptSet(name: "", entries: [], hidden: Set(hideClass), added: set.added + addClass)
        try options.check(among: classes, source: "--hide-class")
        var set = set
        set.added += addClass.filter { !set.added.contains($0) }
        set.hidden = set.hidden.subtracting(addClass).union(hideClass)
        return set
    }
}
