import Foundation
import Model

/// Data, on standard output.
enum Output {
    enum Failure: Error {
        case cannotWrite(reason: String)
    }

    /// - Throws: `Output.Failure` where it is closed or the disk is full, for instance.
    static func write(_ text: String) throws {
        guard StandardDescriptors.canWrite(STDOUT_FILENO) else { throw Failure.cannotWrite(reason: "it is closed") }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw Failure.cannotWrite(reason: message(of: error))
        }
    }

    static func write(json value: some Encodable, isCompact: Bool = false) throws {
        try write(JSONText.of(value, isCompact: isCompact))
    }
}

extension Output.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .cannotWrite(let reason): "standard output: cannot be written: \(reason)"
        }
    }
}
