import Model

/// A path that is being typed: of a file to open.
package struct PathField: Equatable, Sendable {
    package enum Purpose: Equatable, Sendable {
        /// A prompt set, for the prompts under work.
        case prompts
        /// A prompt set or a saved run, for A of the compare page.
        case reference
    }

    package let purpose: Purpose
    package var editor = LineEditor()
    /// Names that the path could go on with, where it is not clear which.
    package var candidates: [String] = []
    /// Why the file could not be read.
    package var failure: String?
    package var isReading = false

    package init(_ purpose: Purpose) {
        self.purpose = purpose
    }
}

/// A path as far as it can be told, and the names that it could go on with.
package struct PathCompletion: Equatable, Sendable {
    package let path: String
    package let candidates: [String]

    package init(path: String, candidates: [String]) {
        (self.path, self.candidates) = (path, candidates)
    }
}

/// What a file turned out to be.
package enum FileContent: Sendable {
    case prompts(PromptSet)
    case run(SavedRun)
}
