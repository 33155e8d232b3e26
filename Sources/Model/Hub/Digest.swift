import CCrypto
import Foundation

/// SHA-256 or SHA-1 (FIPS 180-4) of bytes that come in pieces, by libcrypto, which uses the CPU's own instructions for it.
final class Digest {
    enum Kind { case sha256, sha1 }

    private let context: OpaquePointer
    private let bytes: Int

    init(_ kind: Kind) {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a digest") }
        self.context = context
        bytes = kind == .sha256 ? 32 : 20
        let type = kind == .sha256 ? EVP_sha256() : EVP_sha1()
        precondition(EVP_DigestInit_ex(context, type, nil) == 1, "libcrypto lacks \(kind)")
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "updated after its end")
    }

    /// The rest of an open file.
    /// - Parameter progress: called with the number of bytes of each piece.
    /// - Throws: `HubError.cannotRead`, `CancellationError`
    func update(
        from descriptor: Int32, of file: URL, isCancelled: () -> Bool, progress: (Int) -> Void = { _ in }
    ) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            if isCancelled() { throw CancellationError() }
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw HubError.cannotRead(file, reason: message(of: POSIXError.last))
            }
            if count == 0 { return }
            update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            progress(count)
        }
    }

    /// Hexadecimal digits; the last thing that is asked of it.
    func finish() -> String {
        var digest = [UInt8](repeating: 0, count: bytes)
        precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1, "finished twice")
        return digest.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}
