import ArgumentParser
import Foundation
import Model

struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the tokens that a text becomes.",
        discussion: """
            Prints the id and the spelling of each token in the vocabulary, where </w> ends a word. Texts longer than \
            the model's context are cut, and it says so.

              clipscope tokenize "a photo of a tabby cat."
              clipscope tokenize "a photo of a tabby cat." --vocabulary clip --json
            """)

    @Argument(help: ArgumentHelp("The text.", valueName: "text"))
    var text: String

    enum Vocabulary: String, CaseIterable, ExpressibleByArgument {
        case clip
    }

    @OptionGroup var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            "clip: the vocabulary that OpenAI published, context 77, whatever the model.", valueName: "name"))
    var vocabulary: Vocabulary?

    @OptionGroup var output: JSONOption

    func validate() throws {
        if vocabulary != nil, model.model != nil { throw ValidationError("Give one of --model and --vocabulary.") }
    }

    func run() throws {
        let home = try Home.current()
        let tokenizer =
            try vocabulary == nil ? model.load(home, usesCache: false).tokenizer : Tokenizer.clip(home: home)
        let listing = TokenListing(tokenizer.encode(text), contextLength: tokenizer.contextLength)
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}
