import CCrypto

/// SHA-256 (FIPS 180-4) of bytes that come in pieces, by libcrypto, which uses the CPU's own instructions for it.
final class SHA256 {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a digest") }
        self.context = context
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "updated after its end")
    }

    /// 64 hexadecimal digits; the last thing that is asked of it.
    func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1, "finished twice")
        return digest.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}
