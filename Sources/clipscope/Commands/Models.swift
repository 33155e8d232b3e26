import ArgumentParser
import Foundation
import Model

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that are here.",
        discussion: """
            The embedded model, and every repository in the Hugging Face cache, whichever program fetched it. What \
            cannot be used is listed with the reason. --model takes the names.

              clipscope models
              clipscope models --json
            """)

    @OptionGroup var output: JSONOption

    func run() throws {
        let listing = ModelListing(ModelCatalogue(home: try Home.current(), cache: HubSettings.current.cache))
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}
