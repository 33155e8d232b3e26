/// Reads bytes of a file.
typealias ReadBytes = (_ offset: Int, _ count: Int) throws -> [UInt8]
