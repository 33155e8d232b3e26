import ArgumentParser

struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON; its keys are told in docs/formats.md.")
    var json = false
}
