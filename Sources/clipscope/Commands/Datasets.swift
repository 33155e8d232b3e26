import ArgumentParser
import Foundation
import Model

struct Datasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the datasets that are here.",
        discussion: """
            The sample, and every dataset in the Hugging Face cache, whichever program fetched it. --dataset takes the \
            names; `clipscope pull --dataset NAME` fetches one.

              clipscope datasets
              clipscope datasets --json
            """)

    @OptionGroup var output: JSONOption

    func run() throws {
        let listing = DatasetListing(DatasetCatalogue(home: try Home.current(), cache: HubSettings.current.cache))
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}
