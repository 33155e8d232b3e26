/// Prompts as a tree of token ids, in which what prompts share at their beginning stands once.
///
/// CLIP's text encoder is causal: the state at a token depends on the tokens before it alone, and the embedding is
/// read at one token. So a state computed once for "a photo of a" is right for every prompt that begins so, and
/// nothing after the token that is read has to be computed. A test compares this with prompts encoded one by one.
struct TokenTree {
    /// Token of each node. A parent stands before its children.
    private(set) var tokens: [Int32] = []
    /// Position of each node's token in its prompts.
    private(set) var positions: [Int32] = []
    /// The node at which each prompt's embedding is read.
    private(set) var ends: [Int] = []
    /// The nodes from the root down to node n, itself included: `paths[starts[n]..<starts[n + 1]]`.
    private(set) var paths: [Int32] = []
    private(set) var starts: [Int] = [0]

    /// - Parameters:
    ///   - prompts: token ids, each up to and with the token whose state is the embedding.
    ///   - isSharing: false keeps every prompt to itself.
    init(_ prompts: [ArraySlice<Int>], isSharing: Bool = true) {
        var children: [Edge: Int] = [:]
        for prompt in prompts {
            precondition(!prompt.isEmpty, "a prompt without tokens")
            var node = -1
            for token in prompt {
                let edge = Edge(parent: node, token: token)
                if isSharing, let known = children[edge] {
                    node = known
                    continue
                }
                let parent = node
                node = tokens.count
                children[edge] = node
                append(token, below: parent)
            }
            ends.append(node)
        }
    }

    private struct Edge: Hashable {
        let parent: Int
        let token: Int
    }

    private mutating func append(_ token: Int, below parent: Int) {
        let node = tokens.count
        tokens.append(Int32(token))
        if parent >= 0 { paths.append(contentsOf: Array(paths[starts[parent]..<starts[parent + 1]])) }
        paths.append(Int32(node))
        positions.append(Int32(paths.count - starts[node] - 1))
        starts.append(paths.count)
    }
}
