import Foundation
import Model

/// The classes to choose among and the prompts, where no images are judged.
extension PromptOptions {
    /// - Parameter list: class names as they were typed.
    /// - Throws: `LabelList.Failure`, `PromptSetError`, what reading the prompts throws.
    func classes(listed list: String, _ home: Home) throws -> (classes: [String], set: PromptSet) {
        let listed = try LabelList(list).labels
        let set = try chosen(home, for: listed) ?? .photo
        if let strange = set.strangeClass(among: listed) { Message.warning(strange) }
        return (try offered(listed, set), set)
    }

    /// - Throws: `NoClasses`, `PromptSetError`, what reading the prompts throws.
    func classes(of dataset: Dataset, _ home: Home) throws -> (classes: [String], set: PromptSet) {
        guard let own = dataset.labellings.first, !own.classes.isEmpty else { throw NoClasses(dataset: dataset.name) }
        let set = dataset.prompts(chosen: try chosen(home, for: own.classes))
        try dataset.check(set, own, source: source(of: set))
        return (try offered(own.classes, set), set)
    }

    private func offered(_ classes: [String], _ set: PromptSet) throws -> [String] {
        let offered = ClassChoice(classes, set).names
        guard !offered.isEmpty else { throw PromptSetError.everythingHidden(source: source(of: set)) }
        return offered
    }

    struct NoClasses: Error, CustomStringConvertible {
        let dataset: String

        var description: String { "\(dataset) has no labels; name the classes with --labels a,b,c" }
    }
}
