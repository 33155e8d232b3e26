import Foundation

/// What a file of prompts holds where a whole run is wanted as well: a run that `eval --run` wrote, or a prompt set.
package enum PromptFile {
    case set(PromptSet)
    case run(RunDocument)

    /// - Throws: `PromptSetError`, `TOMLFile.Failure`, `RunDocument.Failure`
    package init(contentsOf file: URL) throws {
        self =
            try PromptSet.isRun(file)
            ? .run(try RunDocument(contentsOf: file)) : .set(try PromptSet(contentsOf: file))
    }

    /// The prompts of either.
    package var promptSet: PromptSet {
        switch self {
        case .set(let set): set
        case .run(let run): run.promptSet
        }
    }
}

extension RunDocument {
    /// The prompts that it was made with.
    package var promptSet: PromptSet {
        var set = PromptSet(name: prompts.name, templates: prompts.templates)
        (set.classNames, set.hidden) = (prompts.classNames, Set(prompts.hiddenClasses ?? []))
        (set.added, set.chosenOn) = (addedClasses, prompts.chosenOn)
        set.keepsLabels = set.classNames.isEmpty
        return set
    }
}
