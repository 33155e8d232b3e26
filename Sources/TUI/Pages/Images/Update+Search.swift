import Model

extension State {
    /// One for each image of the dataset, while there is a search that was answered.
    var similarities: [Float]? {
        guard browse.search != nil, let cosines = similarity.cosines, cosines.count == dataset?.images.count else {
            return nil
        }
        return cosines
    }

    /// Every letter ranks anew; without letters the list is what it was.
    mutating func search(for text: String) {
        if text.contains(where: { !$0.isWhitespace }) {
            rank(byLikenessTo: .text(text))
        } else {
            leaveSearch()
        }
    }

    /// The list is what it is until the images are compared.
    mutating func rank(byLikenessTo subject: Similarity.Subject) {
        if browse.search == nil {
            browse.search = Browse.Search(subject: subject, order: browse.order, selected: browse.selected)
        } else {
            browse.search?.subject = subject
        }
        browse.order = .similarity
    }

    /// Back to the order and the image before.
    mutating func leaveSearch() {
        guard let search = browse.search else { return }
        similarity.forget()
        browse.search = nil
        browse.order = search.order
        if let selected = search.selected { browse.begin(at: selected) }
        relist(pinning: false)
        keepInSight()
    }

    mutating func takeSearchBack(to before: Browse) {
        if browse.search != before.search { similarity.forget() }
        browse = before
        relist(pinning: true)
        keepInSight()
    }

    /// How near the images come to what is searched. Where more of them became known since it was asked, that waits for
    /// the answer.
    mutating func newSimilarity() -> [Work] {
        guard let search = browse.search, let embeddings, embeddings.known > 0 else { return [] }
        if similarity.inquiry.isWaiting, similarity.inquiry.question?.subject == search.subject { return [] }
        let question = Similarity.Question(subject: search.subject, table: embeddings, model: modelName)
        return similarity.ask(question).map { [.ask(SimilarityQuestion.self, $0)] } ?? []
    }

    mutating func receive(_ answer: Similarity.Answer, generation: Int) {
        let before = similarity.subject
        if similarity.receive(answer, generation: generation) {
            relist(pinning: similarity.subject == before)
            if similarity.subject != before, browse.order == .similarity { select(row: 0) }
        } else if case .failure(let reason) = similarity.inquiry.answer, popup is SearchPopup {
            message = Message(text: reason, role: .warning)
        }
    }
}

/// How near every image comes to what is searched.
enum SimilarityQuestion: BackgroundQuestion {
    static let name = "search"

    static func answer(
        _ question: Similarity.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Similarity.Answer) -> Void
    ) throws {
        // The model may have been changed since.
        guard let model = bench?.model, model.name == question.model, model.dimension == question.table.dimension
        else { return }
        post(try question.answer(encode: { try model.embed(text: $0, isCancelled: isStale) }, isCancelled: isStale))
    }

    static func receive(_ answer: Similarity.Answer, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}
