import Foundation

extension Home {
    /// The running program's home, else the folder of this package's sources: a program that only depends on the package
    /// has no sample-data of its own.
    static var ofLibrary: Home {
        if let home = try? Home.current() { return home }
        let file = URL(filePath: #filePath, directoryHint: .notDirectory)
        return Home(folder: (0..<4).reduce(file) { url, _ in url.deletingLastPathComponent() })
    }
}
