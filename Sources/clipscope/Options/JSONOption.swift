import ArgumentParser

struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON; docs/formats.md lists its keys.")
    var json = false
}
