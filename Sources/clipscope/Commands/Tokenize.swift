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
              clipscope tokenize "a photo of a tabby cat." --json
            """)

    @Argument(help: ArgumentHelp("The text.", valueName: "text"))
    var text: String

    @OptionGroup var model: ModelOptions
    @OptionGroup var output: JSONOption

    func run() throws {
        let tokenizer = try model.load(.current()).tokenizer
        let listing = TokenListing(tokenizer.encode(text), contextLength: tokenizer.contextLength)
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}
