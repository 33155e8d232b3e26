import ArgumentParser
import Model

/// Prints what a shell reads to complete commands and options.
struct Completions: ParsableCommand {
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        var script: String {
            switch self {
            case .bash: Clipscope.completionScript(for: .bash)
            case .zsh: Clipscope.completionScript(for: .zsh)
            case .fish: Clipscope.completionScript(for: .fish)
            }
        }
    }

    static let configuration = CommandConfiguration(
        abstract: "Print the completions of a shell.",
        discussion: """
            A package installs them. Without one:

              clipscope completions bash > ~/.local/share/bash-completion/completions/clipscope
              clipscope completions zsh > ~/.zfunc/_clipscope
              clipscope completions fish > ~/.config/fish/completions/clipscope.fish

            zsh looks in ~/.zfunc where ~/.zshrc says `fpath+=~/.zfunc` before `compinit`.
            """)

    @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"))
    var shell: Shell

    func run() throws { try Output.write(shell.script + "\n") }
}
