import ArgumentParser
import Model

struct ShardOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only the i-th of n shares of the images, from 1/n to n/n.", valueName: "i/n"))
    var shard: String?

    @Option(help: ArgumentHelp("Join the files of all shares into this one.", valueName: "file"))
    var merge: String?

    @Argument(help: ArgumentHelp("The files to join.", valueName: "part"))
    var files: [String] = []

    func validate() throws {
        if merge == nil, let first = files.first { throw ValidationError("Unexpected argument '\(first)'") }
        if merge != nil, files.isEmpty { throw ValidationError("--merge goes with the files to join.") }
        if let shard {
            do {
                _ = try Shard(shard)
            } catch {
                throw ValidationError("\(error)")
            }
        }
    }
}
