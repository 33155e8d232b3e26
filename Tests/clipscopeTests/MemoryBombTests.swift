import CZlib
import Foundation
import Testing

/// Small files that say they are large. What the program takes for one is measured in the program itself: a few times
/// the picture that it shows, and next to nothing where there is none.
@Suite struct MemoryBombTests {
    let program: Program

    init() throws { program = try Program() }

    struct Bomb: CustomTestStringConvertible, Sendable {
        let name: String
        let data: Data
        /// Of the picture, where it is one.
        var pictureBytes = 0
        /// WebP packs a picture of one colour into no bits at all: its size cannot be told from the file's.
        var claimedBytes = 0

        var testDescription: String { name }
    }

    private static let small = 64 << 20

    @Test(arguments: pictures) func picturesTakeAFewTimesTheirSize(bomb: Bomb) throws {
        let plain = try program.run("classify", ["plain.bmp"], Self.bmp(width: 2, height: 2))
        let found = try program.run("classify", [bomb.name], bomb.data)
        #expect(found.status == (bomb.pictureBytes > 0 ? 0 : 1), "\(found.messages)")
        #expect(found.messages.split(separator: "\n").count <= 1, "\(found.messages)")
        #expect(found.peak - plain.peak <= 4 * bomb.pictureBytes + bomb.claimedBytes + Self.small)
    }

    @Test(arguments: sparse) func longFilesAreNotReadWhole(name: String, start: [UInt8], bytes: UInt64) throws {
        let plain = try program.run("classify", ["plain.bmp"], Self.bmp(width: 2, height: 2))
        let file = try program.write(name, Data(start))
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: bytes)
        try handle.close()
        let arguments: [String]
        switch name {
        case "p.toml": arguments = ["lint", "--prompts", name]
        case "open_clip_config.json":
            try program.write("open_clip_model.safetensors", Data())
            arguments = ["tokenize", "x", "--model", "."]
        case "run.json": arguments = ["compare", "--a", name, "--b", name]
        default: arguments = ["classify", name, "--labels", "a,b"]
        }
        let found = try program.peak(arguments)
        #expect(found.status == 1 && found.messages.split(separator: "\n").count == 1, "\(found.messages)")
        #expect(found.peak - plain.peak <= Self.small)
    }

    private static let sparse: [(String, [UInt8], UInt64)] = [
        ("zeros.png", [], 3 << 30), ("start.png", [0x89] + Array("PNG\r\n\u{1A}\n".utf8), 3 << 30),
        ("start.bmp", Array("BM".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0], 3 << 30),
        ("p.toml", [], 3 << 30), ("open_clip_config.json", Array("{".utf8), 3 << 30),
        ("run.json", Array("{".utf8), 3 << 30),
    ]

    @Test func aPackedArchiveIsUnpackedAsFarAsItSays() throws {
        // 800 MB of zeros in 800 kB, and a header of one picture; the size modulo 2^32 is right.
        let file = program.folder.appending(path: "d/t10k-images-idx3-ubyte.gz")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let stream = gzopen(file.path, "wb")
        let zeros = [UInt8](repeating: 0, count: 8 << 20)
        let head: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2]
        #expect(gzwrite(stream, head, UInt32(head.count)) == Int32(head.count))
        for _ in 0..<100 { gzwrite(stream, zeros, UInt32(zeros.count)) }
        gzclose(stream)
        // Its own count of bytes, to pass for the small one that it says it is.
        let handle = try FileHandle(forUpdating: file)
        try handle.seek(toOffset: try handle.seekToEnd() - 4)
        try handle.write(contentsOf: Data([20, 0, 0, 0]))
        try handle.close()
        let plain = try program.run("classify", ["plain.bmp"], Self.bmp(width: 2, height: 2))
        let found = try program.peak(["embed", "--dataset", "d", "--out", "out.npy"])
        #expect(found.messages.contains("unpacks to more than the 20 bytes that are expected"), "\(found.messages)")
        #expect(found.peak - plain.peak <= Self.small)
    }
}

// MARK: - Bombs

extension MemoryBombTests {
    private static let side: UInt32 = 13_000

    private static let pictures: [Bomb] = {
        [
            Bomb(name: "text.png", data: png(8, 8, [chunk("tEXt", length: 1 << 30, Data("a".utf8))])),
            Bomb(name: "international-text.png", data: png(8, 8, [chunk("iTXt", length: 1 << 31 - 1, Data())])),
            Bomb(
                name: "packed-text.png",
                data: png(8, 8, [chunk("zTXt", Data("a\0\0".utf8) + zeros(1 << 28)), rows(8, 8)]), pictureBytes: 256),
            Bomb(
                name: "profile.png", data: png(8, 8, [chunk("iCCP", Data("a\0\0".utf8) + zeros(1 << 28)), rows(8, 8)]),
                pictureBytes: 256),
            Bomb(name: "long-profile.png", data: png(8, 8, [chunk("iCCP", length: 1 << 30, Data("a\0\0".utf8))])),
            Bomb(name: "palette.png", data: png(8, 8, [chunk("PLTE", length: 3 << 28, Data())], colour: 3)),
            Bomb(name: "rows.png", data: png(8, 8, [chunk("IDAT", length: 1 << 30, Data())])),
            Bomb(
                name: "exif.png", data: png(8, 8, [rows(8, 8), chunk("eXIf", length: 1 << 31 - 1, Data())]),
                pictureBytes: 256),
            Bomb(name: "unknown.png", data: png(8, 8, [chunk("teSt", length: 1 << 30, Data())])),
            Bomb(name: "large.png", data: png(side, side, [chunk("IDAT", zeros(1 << 16))])),
            Bomb(name: "long.png", data: png(1, 1 << 21, [rows(1, 1 << 21)])),
            Bomb(name: "whole.png", data: png(3000, 3000, [rows(3000, 3000)]), pictureBytes: 36_000_000),
            Bomb(name: "tall.png", data: png(1, 1 << 20, [rows(1, 1 << 20)]), pictureBytes: 4 << 20),
            Bomb(name: "wide.png", data: png(1 << 20, 1, [rows(1 << 20, 1)]), pictureBytes: 4 << 20),
            Bomb(name: "large.jpg", data: jpeg(0xC0)), Bomb(name: "progressive.jpg", data: jpeg(0xC2)),
            Bomb(name: "large.gif", data: gif(screen: 13_000, frame: 13_000)),
            Bomb(name: "screen.gif", data: gif(screen: 2000, frame: 1), pictureBytes: 16_000_000),
            Bomb(name: "large.bmp", data: bmp(width: side, height: side)),
            Bomb(name: "runs.bmp", data: bmp(width: side, height: side, compression: 1)),
            Bomb(name: "long.bmp", data: bmp(width: 1, height: 170_000_000)),
            Bomb(
                name: "canvas.webp",
                data: webp(
                    chunks: Data("VP8X".utf8) + le(10) + Data([0, 0, 0, 0]) + le(side - 1).prefix(3)
                        + le(side - 1).prefix(3))),
            Bomb(
                name: "profile.webp",
                data: webp(
                    chunks: Data("VP8X".utf8) + le(10) + Data([0x20, 0, 0, 0, 7, 0, 0, 7, 0, 0]) + Data("ICCP".utf8)
                        + le(1 << 30))),
            Bomb(
                name: "large.webp",
                data: webp(chunks: Data("VP8L".utf8) + le(6) + Data([0x2F, 0xC7, 0xF2, 0xB1, 0x0C, 0x00])),
                claimedBytes: 4 * 13_000 * 13_000),
        ]
    }()

    private static func le(_ number: UInt32) -> Data { withUnsafeBytes(of: number.littleEndian) { Data($0) } }
    private static func be(_ number: UInt32) -> Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let body = Data(name.utf8) + content
        let sum = body.withUnsafeBytes { crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, UInt32($0.count)) }
        return be(UInt32(content.count)) + body + be(UInt32(sum))
    }

    /// One that is longer than the file.
    private static func chunk(_ name: String, length: Int, _ content: Data) -> Data {
        be(UInt32(length)) + Data(name.utf8) + content
    }

    private static func png(_ width: UInt32, _ height: UInt32, _ chunks: [Data], colour: UInt8 = 0) -> Data {
        let head = be(width) + be(height) + Data([8, colour, 0, 0, 0])
        return Data([0x89]) + Data("PNG\r\n\u{1A}\n".utf8) + chunk("IHDR", head) + chunks.reduce(Data(), +)
    }

    /// Grey pixels, whole.
    private static func rows(_ width: Int, _ height: Int) -> Data { chunk("IDAT", zeros((width + 1) * height)) }

    /// So many zeros as zlib packs them.
    private static func zeros(_ count: Int) -> Data {
        let input = Data(count: count)
        var output = Data(count: Int(compressBound(UInt(count))))
        var length = UInt(output.count)
        let status = output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { input in
                compress2(
                    output.bindMemory(to: UInt8.self).baseAddress, &length,
                    input.bindMemory(to: UInt8.self).baseAddress, UInt(count), 1)
            }
        }
        precondition(status == Z_OK, "zlib: \(status)")
        return output.prefix(Int(length))
    }

    /// A frame of 13,000 x 13,000 and the start of a scan.
    private static func jpeg(_ frame: UInt8) -> Data {
        let size: [UInt8] = [0x32, 0xC8, 0x32, 0xC8]
        return Data([0xFF, 0xD8, 0xFF, frame, 0, 17, 8] + size + [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
            + Data([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0] + [UInt8](repeating: 0, count: 200))
    }

    private static func short(_ number: Int) -> Data { Data([UInt8(number & 255), UInt8(number >> 8)]) }

    private static func gif(screen: Int, frame: Int) -> Data {
        var data = Data("GIF89a".utf8) + short(screen) + short(screen)
        data += Data([0x80, 0, 0, 0, 0, 0, 255, 255, 255]) + Data(",".utf8)
        data += short(0) + short(0) + short(frame) + short(frame)
        // One pixel: the codes clear, 0 and end, of three bits each.
        return data + Data([0, 2, 2, 0x44, 0x01, 0]) + Data(";".utf8)
    }

    private static func bmp(width: UInt32, height: UInt32, compression: UInt32 = 0) -> Data {
        var data = Data("BM".utf8) + le(0) + le(0) + le(54)
        data += le(40) + le(width) + le(height)
        data += short(1) + short(compression == 0 ? 24 : 8)
        data += le(compression) + le(0) + le(0) + le(0)
        data += le(compression == 0 ? 0 : 2) + le(0)
        return data + (compression == 0 ? Data(count: 64) : Data(count: 8) + Data([0, 2, 255, 255]))
    }

    private static func webp(chunks: Data) -> Data {
        Data("RIFF".utf8) + le(UInt32(chunks.count + 4)) + Data("WEBP".utf8) + chunks
    }
}

// MARK: - Memory

extension Program {
    /// Writes a picture, and classifies it.
    fileprivate func run(
        _ command: String, _ files: [String], _ data: Data
    ) throws -> (status: Int32, messages: String, peak: Int) {
        for file in files { try write(file, data) }
        return try peak([command] + files + ["--labels", "a,b"])
    }

    /// The most memory in bytes that a run has at a time (VmHWM, as the kernel tells when it ended), and how it ended.
    fileprivate func peak(_ arguments: [String]) throws -> (status: Int32, messages: String, peak: Int) {
        let script = """
            import os, resource, sys
            child = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:])
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=open(".peak", "w"))
            sys.exit(child if child >= 0 else 128 - child)
            """
        let process = try start(
            URL(filePath: "/usr/bin/env"), ["python3", "-c", script, Self.executable.path] + arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
        process.waitUntilExit()
        let result = try result(process)
        let peak = try String(contentsOf: folder.appending(path: ".peak"), encoding: .utf8)
        return (result.status, result.messages, (Int(peak.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) << 10)
    }
}
