@testable import TUI
