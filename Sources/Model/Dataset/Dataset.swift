import Foundation

/// Labelled images as found on disk. Reading one never writes to it.
package struct Dataset: Sendable {
    package struct Image: Sendable, Equatable {
        /// Path relative to the dataset's folder: the image's name for people.
        package let path: String
        package let file: URL
        /// "dev", "held-out", "train", ...; nil where the dataset has no splits.
        package let split: String?
    }

    /// One way to label the images: classes in order, and each image's class.
    package struct Labelling: Sendable, Equatable {
        /// The column's name: "coarse", "fine", "label".
        package let name: String
        /// Class names as prompts should say them.
        package let classes: [String]
        /// Index into `classes` for each image; nil where it has none.
        package let labels: [Int?]
    }

    package let name: String
    package let folder: URL
    package let images: [Image]
    /// The first is the default; empty for a bare folder of images.
    package let labellings: [Labelling]
    /// The dataset's own prompt set, if it brings one.
    package let prompts: PromptSet?
    /// Files that the labels name and that do not exist, relative paths.
    package let missingFiles: [String]
}
