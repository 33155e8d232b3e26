import Foundation
import Testing

@Test func tokensHaveIDsAndSpellings() throws {
    let json = try Program()("tokenize", "a photo of a cat.", "--json").json()
    #expect(Set(json.keys) == ["ids", "tokens", "truncated"])
    let ids = try #require(json["ids"] as? [Int])
    let tokens = try #require(json["tokens"] as? [String])
    #expect(ids.count == tokens.count)
    #expect(tokens.first == "<|startoftext|>")
    #expect(tokens.last == "<|endoftext|>")
    #expect(tokens.dropFirst().dropLast().joined() == "a</w>photo</w>of</w>a</w>cat</w>.</w>")
    #expect(json["truncated"] as? Bool == false)
}

/// The ids that openai/CLIP gives.
@Test func thePublishedVocabularyIsAtHand() throws {
    let json = try Program()("tokenize", "a photo of a cat", "--vocabulary", "clip", "--json").json()
    #expect(json["ids"] as? [Int] == [49406, 320, 1125, 539, 320, 2368, 49407])
}

@Test func aTextThatIsTooLongIsCutAndSaysSo() throws {
    let long = String(repeating: "zebra ", count: 500)
    #expect(try Program()("tokenize", long, "--json").json()["truncated"] as? Bool == true)
    #expect(try Program()("tokenize", long).output.contains(/\n(\d+) of \1 tokens, the text was cut\n$/))
}
