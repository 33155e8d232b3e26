/// Prompts as a tree of token ids, in which what prompts share at their beginning stands once.
///
/// CLIP's text encoder is causal: the state at a token depends on the tokens before it alone, and the embedding is
/// read at one token. So a state computed once for "a photo of a" is right for every prompt that begins so, and
/// nothing after the token that is read has to be computed. A test compares this with prompts encoded one by one.
///
/// What a `KeyValueCache` knows of a prompt's beginning is no node: only its keys and values are seen.
struct TokenTree {
    /// Token of each node. A parent stands before its children.
    private(set) var tokens: [Int32] = []
    /// Position of each node's token in its prompts.
    private(set) var positions: [Int32] = []
    /// The tokens from the root down to each node, itself included.
    private(set) var prefixes: [ArraySlice<Int>] = []
    /// Where each node's keys and values are: its row in the cache, without a cache its own number.
    private(set) var rows: [Int32] = []
    /// The node at which each prompt's embedding is read.
    private(set) var ends: [Int] = []
    /// The rows that node n sees, in their order: `paths[starts[n]..<starts[n + 1]]`.
    private(set) var paths: [Int32] = []
    private(set) var starts: [Int] = [0]

    /// - Parameters:
    ///   - prompts: token ids, each up to and with the token whose state is the embedding.
    ///   - isSharing: false keeps every prompt to itself.
    init(_ prompts: [ArraySlice<Int>], isSharing: Bool = true) {
        var none: KeyValueCache.Contents?
        self.init(prompts, isSharing: isSharing, cache: &none)
    }

    /// - Parameter cache: with room for all tokens; nodes get rows of it.
    init(_ prompts: [ArraySlice<Int>], isSharing: Bool = true, cache: inout KeyValueCache.Contents?) {
        var children: [Edge: Int] = [:]
        for prompt in prompts {
            precondition(!prompt.isEmpty, "a prompt without tokens")
            var path = cache?.rows(ofBeginning: prompt) ?? []
            var node = -1
            for place in (prompt.startIndex + path.count)..<prompt.endIndex {
                let edge = Edge(parent: path.last ?? -1, token: prompt[place])
                if isSharing, let known = children[edge] {
                    node = known
                } else {
                    node = tokens.count
                    children[edge] = node
                    append(prompt[...place], row: cache?.newRow() ?? Int32(node), below: path)
                }
                path.append(rows[node])
            }
            ends.append(node)
        }
    }

    private struct Edge: Hashable {
        /// Its row.
        let parent: Int32
        let token: Int
    }

    private mutating func append(_ prefix: ArraySlice<Int>, row: Int32, below path: [Int32]) {
        tokens.append(Int32(prefix.last!))
        positions.append(Int32(path.count))
        prefixes.append(prefix)
        rows.append(row)
        paths += path
        paths.append(row)
        starts.append(paths.count)
    }

    /// Nobody sees a token that stands behind one of these any more.
    mutating func hide(behind token: Int32) {
        var (seen, ends): ([Int32], [Int]) = ([], [0])
        for node in tokens.indices {
            let path = paths[starts[node]..<starts[node + 1]]
            seen.append(path.first!)
            for (before, row) in zip(path, path.dropFirst()) where tokens[Int(before)] != token { seen.append(row) }
            ends.append(seen.count)
        }
        (paths, starts) = (seen, ends)
    }

    /// A token behind a prompt's last, with which the prompt ends from now on.
    mutating func append(_ token: Int, at place: Int, ofPrompt prompt: Int, seesItself: Bool) {
        let (end, node) = (ends[prompt], tokens.count)
        tokens.append(Int32(token))
        positions.append(Int32(place))
        prefixes.append(prefixes[end] + [token])
        rows.append(Int32(node))
        paths += paths[starts[end]..<starts[end + 1]]
        if seesItself { paths.append(Int32(node)) }
        starts.append(paths.count)
        ends[prompt] = node
    }
}
