import ArgumentParser
import Foundation
import Model

struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A model directory. (default: the embedded model)", valueName: "directory"))
    var model: String?

    func location(_ home: Home) -> URL {
        model.map { URL(typed: $0, isDirectory: true) } ?? home.model
    }

    func load(_ home: Home) throws -> CLIP {
        try CLIP(contentsOf: location(home), home: home)
    }
}
