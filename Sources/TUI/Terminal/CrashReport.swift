import CCrash
import Foundation
import Model

/// What a crash leaves: the terminal as it was found, one line, and a file that says where it was.
package enum CrashReport {
    /// To be called at the start of main.
    /// - Parameter program: its name and version, for the file's first line.
    package static func begin(program: String, directories: Directories) {
        let file = directories.state.appending(path: "crash.txt").path
        clip_crash_begin(
            "\(program) crashed", file,
            ": the program crashed; \(file.printable) says where, and helps whoever mends it")
    }
}

extension Thread {
    /// A thread whose stack may overflow: the terminal is given back then too.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            let stack = clip_crash_thread()
            body()
            clip_crash_thread_end(stack)
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }
}
