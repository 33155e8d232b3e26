import Foundation
import Model
import Testing

@testable import TUI

@Test func aTurnedPhotoIsShownUpright() {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let photo = tests.appending(path: "ModelTests/Goldens/pixels/files/turned-6.jpg")
    var studio = PictureStudio(themes: [], colours: .direct)
    let view = studio.view(
        of: PictureRequest(
            image: 0, source: ImageSource(photo), size: Size(columns: 20, rows: 20), style: .halves, cell: .usual,
            theme: "",
            neighbours: []))
    // 13x7 in the file.
    #expect(view.facts?.width == 7)
    #expect(view.facts?.height == 13)
    #expect(view.cells?.size == Size(columns: 20, rows: 19))
}
