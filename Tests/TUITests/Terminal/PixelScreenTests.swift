import Testing

@testable import TUI

private func picture(_ id: Int, _ style: PictureStyle) -> PixelPicture {
    PixelPicture(
        id: id, style: style, size: Size(columns: 4, rows: 2), pixels: PixelSize(width: 4, height: 4),
        bytes: Array("pixels of \(id)".utf8))
}

private func placed(_ id: Int, _ style: PictureStyle, y: Int = 3, hasPlaceholders: Bool = false) -> PlacedPicture {
    PlacedPicture(
        picture: picture(id, style), rect: Rect(x: 5, y: y, width: 4, height: 2), hasPlaceholders: hasPlaceholders)
}

@Suite struct PixelScreenTests {
    @Test func aPictureIsDrawnOnceAndTakenAwayBeforeTheNext() {
        var screen = PixelScreen(isInsideTmux: false, colours: .direct)
        let first = screen.show([placed(300, .kitty)])
        #expect(first.before == "" && first.rows == [])
        #expect(first.after.hasPrefix("\u{1b}7\u{1b}[4;6H\u{1b}_Ga=T,q=2,i=300,C=1,"))
        #expect(first.after.hasSuffix("\u{1b}\\\u{1b}8"))
        #expect(screen.show([placed(300, .kitty)]) == PixelScreen.Change())
        let second = screen.show([placed(301, .kitty)])
        #expect(second.before == "\u{1b}_Ga=d,q=2,d=I,i=300\u{1b}\\")
        #expect(second.after.contains("i=301,"))
        #expect(screen.clear() == "\u{1b}_Ga=d,q=2,d=I,i=301\u{1b}\\")
        #expect(screen.clear() == "")
    }

    @Test(arguments: [PictureStyle.sixel, .iterm2])
    func pixelsOfCellsGoWithTheCells(_ style: PictureStyle) {
        var screen = PixelScreen(isInsideTmux: false, colours: .direct)
        #expect(screen.show([placed(1, style), placed(2, style, y: 4)]).after.contains("pixels of 2"))
        // What shares a row with it is drawn again.
        let change = screen.show([placed(2, style, y: 4)])
        #expect(change.before == "" && change.rows == [3..<5])
        #expect(change.after == "\u{1b}7\u{1b}[5;6Hpixels of 2\u{1b}8")
        let last = screen.show([])
        #expect(last.rows == [4..<6] && last.after == "")
    }

    @Test func insideTmuxTheCharactersCarryThePicture() {
        var screen = PixelScreen(isInsideTmux: true, colours: .palette)
        let change = screen.show([placed(300, .kitty, hasPlaceholders: true)])
        // 16 + 300 % 240, the colour of its characters.
        #expect(change.after.hasPrefix("\u{1b}Ptmux;\u{1b}\u{1b}_Ga=T,q=2,i=76,U=1,"))
        #expect(change.after.hasSuffix("\u{1b}\u{1b}\\\u{1b}\\"))
        let ink = Theme.plain.ink(.picture(300), depth: .palette)
        #expect(ink.foreground == -1 || ink.foreground == 76)
        var canvas = Canvas(Size(columns: 20, rows: 10))
        canvas.place(picture(300, .kitty), in: Rect(x: 5, y: 3, width: 4, height: 2), withPlaceholders: true)
        #expect(canvas[6, 4].text == "\u{10EEEE}\u{30D}\u{30D}")
        // Half hidden it still shows.
        canvas.fill(Rect(x: 0, y: 0, width: 7, height: 10), on: .raised)
        #expect(canvas.shownPictures.count == 1)
    }

    @Test func whatLiesOnAPictureHidesIt() {
        var canvas = Canvas(Size(columns: 20, rows: 10))
        canvas.place(picture(300, .kitty), in: Rect(x: 5, y: 3, width: 4, height: 2))
        canvas.place(picture(301, .kitty), in: Rect(x: 10, y: 3, width: 4, height: 2))
        #expect(canvas.shownPictures.map(\.picture.id) == [300, 301])
        canvas.put("x", x: 8, y: 4, style: .role(.text, on: .base))
        #expect(canvas.shownPictures.map(\.picture.id) == [301])
        canvas.place(picture(302, .kitty), in: Rect(x: 18, y: 9, width: 4, height: 2))
        #expect(canvas.shownPictures.map(\.picture.id) == [301])
    }

    @Test func aPopupHidesThePictureAndGivesItBack() throws {
        var state = Sample.ready(120, 40)
        let request = try #require(state.requestedPicture)
        _ = state.apply(.pictureMeans(PictureMeans(styles: [.kitty, .sextants])))
        #expect(state.pictureStyle == .kitty)
        _ = state.apply(.picture(PictureView(image: request.image, pixels: picture(300, .kitty), facts: nil)))
        let before = screen(state).shownPictures
        #expect(before.map(\.picture.id) == [300])
        for key in [Key.char("?"), .char(":"), .char("p")] {
            _ = state.apply(.key(key))
            #expect(screen(state).shownPictures == [])
            _ = state.apply(.key(.escape))
            #expect(screen(state).shownPictures == before)
        }
        _ = state.apply(.key(.char("3")))
        #expect(screen(state).shownPictures == [])
    }

    @Test func theWaysAreThoseOfTheTerminal() {
        var state = Sample.ready(120, 40)
        _ = state.apply(.pictureMeans(PictureMeans(styles: [.sixel, .sextants])))
        state.hit(.char("b"))
        #expect(state.pictureStyle == .sextants)
        // It was chosen, and stays.
        _ = state.apply(.pictureMeans(PictureMeans(styles: [.kitty, .sixel, .sextants])))
        #expect(state.pictureStyle == .sextants)
        state.hit(.char("b"))
        #expect(state.pictureStyle == .kitty)
    }
}
