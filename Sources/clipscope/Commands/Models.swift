import ArgumentParser
import Foundation
import Model

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that are here.",
        discussion: """
            The embedded model, and every repository in the Hugging Face cache, whichever program fetched it. What \
            cannot be used is listed with the reason. --model takes the names. With --recommended those that are worth \
            fetching, with their published accuracy and licence.

              clipscope models
              clipscope models --recommended
              clipscope models --json
            """)

    @Flag(help: "List models that are worth fetching, from small to large.")
    var recommended = false

    @OptionGroup var output: JSONOption

    func run() throws {
        let catalogue = ModelCatalogue(home: try Home.current(), cache: HubSettings.current.cache)
        if recommended { return try recommend(catalogue) }
        let listing = ModelListing(catalogue)
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }

    private func recommend(_ catalogue: ModelCatalogue) throws {
        let listing = RecommendedListing(here: Set(catalogue.entries.map(\.name)))
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}
