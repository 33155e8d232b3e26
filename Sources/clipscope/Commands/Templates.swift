import ArgumentParser
import Foundation
import Model

struct Templates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the published template sets, or print one.",
        discussion: """
            Each set has a short name, which --template-set takes. Printed, a set is one template a line, a file that \
            --prompts reads; with --toml it is the richer form.

              clipscope templates
              clipscope templates imagenet-7
              clipscope templates pets --toml > my-pets.toml
            """)

    @Argument(help: ArgumentHelp("The set to print.", valueName: "name"))
    var name: String?

    @Flag(help: "Print the set as TOML.")
    var toml = false

    @OptionGroup var output: JSONOption

    func validate() throws {
        if toml, name == nil { throw ValidationError("--toml goes with the name of a set.") }
        if toml, output.json { throw ValidationError("Give one of --toml and --json.") }
    }

    func run() throws {
        let library = try Home.current().templates
        guard let name else {
            let listing = try TemplateListing(library)
            return try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
        }
        let set = try library.load(name)
        if output.json {
            try Output.write(json: TemplateListing.Contents(set, source: library.source(of: name)))
        } else {
            try Output.write(toml ? set.toml : set.entries.map { $0.template.text.printable + "\n" }.joined())
        }
    }
}
