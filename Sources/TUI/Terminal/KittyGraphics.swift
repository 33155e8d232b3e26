import CZlib
import Foundation

/// Pictures in kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol), which Ghostty, WezTerm and Konsole
/// speak too. The terminal answers nothing (q=2), and the cursor stays where it is (C=1).
enum KittyGraphics {
    /// The most that one command may carry.
    private static let chunk = 4096

    /// 24 bits a pixel, zlib's stream of them, in base64.
    static func payload(_ raster: PixelRaster) -> [UInt8] {
        var size = compressBound(uLong(raster.rgb.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        let status = compress2(&packed, &size, raster.rgb, uLong(raster.rgb.count), 1)
        precondition(status == Z_OK, "a buffer of compressBound bytes is enough")
        return [UInt8](Data(packed[..<Int(size)]).base64EncodedData())
    }

    /// Sends the picture under `number` and shows it: at the cursor, or where its placeholders are.
    static func showing(_ picture: PixelPicture, number: Int, hasPlaceholders: Bool) -> [String] {
        let place = hasPlaceholders ? "U=1" : "C=1,p=1"
        let head =
            "a=T,q=2,i=\(number),\(place),f=24,o=z,s=\(picture.pixels.width),v=\(picture.pixels.height)"
            + ",c=\(picture.size.columns),r=\(picture.size.rows)"
        return stride(from: 0, to: max(1, picture.bytes.count), by: chunk).map { start in
            let end = min(start + chunk, picture.bytes.count)
            let keys = (start == 0 ? head : "q=2") + ",m=\(end < picture.bytes.count ? 1 : 0)"
            return command(keys, String(decoding: picture.bytes[start..<end], as: UTF8.self))
        }
    }

    /// Takes the picture from the screen, and from the terminal's memory.
    static func deletion(of number: Int) -> String { command("a=d,q=2,d=I,i=\(number)") }

    private static func command(_ keys: String, _ payload: String = "") -> String {
        "\u{1b}_G\(keys)\(payload.isEmpty ? "" : ";\(payload)")\u{1b}\\"
    }
}
