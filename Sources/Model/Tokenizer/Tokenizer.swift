/// Text to token ids: byte-level BPE as CLIP's (openai/CLIP, clip/simple_tokenizer.py).
package struct Tokenizer: Sendable {
    package struct Encoding: Sendable, Equatable {
        /// Start-of-text, the text's tokens, end-of-text; not padded.
        package let ids: [Int]
        /// The vocabulary's spelling of each id, "</w>" at the end of words.
        package let tokens: [String]
        /// Cut to the context length, the last token being end-of-text.
        package let isTruncated: Bool
    }

    package let contextLength: Int

    package func encode(_ text: String) -> Encoding {
        preconditionFailure("the engine branch fills this")
    }
}
