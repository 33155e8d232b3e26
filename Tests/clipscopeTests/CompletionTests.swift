import Testing

/// Tab in real shells.
@Suite struct CompletionTests {
    @Test func bashCompletesCommandsAndOptions() throws {
        let program = try Program()
        let terminal = try Tmux(program)
        try terminal.run("\"$clipscope\" completions bash > completions.bash; . ./completions.bash")
        try terminal.run("alias clipscope=\"$clipscope\"; shopt -s expand_aliases")
        try completes(terminal)
    }

    @Test func zshCompletesCommandsAndOptions() throws {
        let program = try Program()
        let terminal = try Tmux(program)
        try terminal.run("mkdir functions; \"$clipscope\" completions zsh > functions/_clipscope; command -v zsh")
        try terminal.type("exec zsh -f")
        try terminal.press("Enter")
        try terminal.type(
            "PS1='zsh$ '; fpath=($PWD/functions $fpath); autoload -U compinit; compinit -u -d dump; clear")
        try terminal.press("Enter")
        try terminal.wait("zsh has read its completions") { $0[0].hasPrefix("zsh$") }
        try terminal.type("function clipscope { \"$clipscope\" \"$@\" }; clear")
        try terminal.press("Enter")
        try completes(terminal)
    }

    private func completes(_ terminal: Tmux) throws {
        try terminal.type("clipscope leaderb")
        try terminal.press("Tab")
        try terminal.wait(for: "clipscope leaderboard")
        try terminal.type("--label-c")
        try terminal.press("Tab")
        try terminal.wait(for: "leaderboard --label-column")
    }
}
