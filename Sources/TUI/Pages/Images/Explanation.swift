import Model

/// Why the selected image is classified as it is, as far as that is found out.
package struct Explanation: Sendable {
    package struct Question: Equatable, Sendable {
        let image: Int
        let source: ImageSource
        let prompts: PromptSet
        /// Those that can be chosen.
        let classes: [String]
        /// The image's own, where it is among them.
        let truth: String?
        let images: EmbeddingTable
        /// Its fingerprint or name.
        let model: String

        package static func == (a: Question, b: Question) -> Bool {
            a.image == b.image && a.prompts == b.prompts && a.classes == b.classes && a.truth == b.truth
                && a.images.rows === b.images.rows && a.model == b.model
        }
    }

    /// A class that the image is explained for.
    package struct Explained: Equatable, Sendable {
        /// Among `Question.classes`.
        let label: Int
        let probability: Float
    }

    /// What is found out, the quickest first.
    package enum Update: Sendable {
        /// The predicted class, then the true one or the second.
        case classes([Explained])
        case neighbours([Search.Hit])
        case votes([TemplateVote])
        /// A list a class; nil where there are too many templates.
        case words([[WordEffect]]?)
        /// Parts of the picture that were hidden.
        case hidden(Int, of: Int)
        /// One a class.
        case maps([OcclusionMap], Preprocessing)
        case failed(String)
    }

    private(set) var inquiry = Inquiry<Question, Bool>()
    private(set) var classes: [Explained] = []
    private(set) var neighbours: [Search.Hit]?
    private(set) var votes: [TemplateVote]?
    private(set) var words: [[WordEffect]]?
    private(set) var hasTooManyTemplates = false
    private(set) var hidden: (done: Int, of: Int)?
    private(set) var maps: [OcclusionMap] = []
    private(set) var preprocessing: Preprocessing?
    private(set) var failure: String?
    /// Which of the classes is shown.
    private(set) var shown = 0

    mutating func switchClass() { shown = classes.isEmpty ? 0 : (shown + 1) % classes.count }

    mutating func ask(_ question: Question) -> Request<Question>? {
        guard let request = inquiry.ask(question) else { return nil }
        (classes, neighbours, votes, words) = ([], nil, nil, nil)
        (hasTooManyTemplates, hidden, maps, failure, shown) = (false, nil, [], nil, 0)
        return request
    }

    mutating func forget() { inquiry.forget() }

    mutating func receive(_ update: Update, generation: Int) {
        guard inquiry.isWaiting(for: generation) else { return }
        switch update {
        case .classes(let classes): self.classes = classes
        case .neighbours(let neighbours): self.neighbours = neighbours
        case .votes(let votes): self.votes = votes
        case .words(let words): (self.words, hasTooManyTemplates) = (words, words == nil)
        case .hidden(let done, let total): hidden = (done, total)
        case .maps(let maps, let preprocessing):
            (self.maps, self.preprocessing, hidden) = (maps, preprocessing, nil)
            _ = inquiry.receive(true, generation: generation)
        case .failed(let reason):
            (failure, hidden) = (reason, nil)
            _ = inquiry.receive(false, generation: generation)
        }
    }

    /// What lies over the picture of an image; nil before it is there.
    func overlay(on image: Int) -> PictureOverlay? {
        guard inquiry.question?.image == image, maps.indices.contains(shown), let preprocessing else { return nil }
        return PictureOverlay(map: maps[shown], preprocessing: preprocessing)
    }
}

/// A map over what the image tower takes of a picture.
package struct PictureOverlay: Equatable, Sendable {
    let map: OcclusionMap
    let preprocessing: Preprocessing

    /// - Parameter picture: as the file has it: the tower does not turn it.
    func laid(over picture: Picture) -> Picture {
        let (width, height) = (preprocessing.width, preprocessing.height)
        let drawn = map.laid(over: preprocessing.pixels(picture), width: width, height: height)
        var rgba = [UInt8](repeating: 255, count: width * height * 4)
        for pixel in 0..<width * height {
            for channel in 0..<3 { rgba[4 * pixel + channel] = drawn[3 * pixel + channel] }
        }
        return Picture(
            width: width, height: height, rgba: rgba, hasAlpha: false, format: picture.format,
            orientation: picture.orientation)
    }
}
