extension State {
    /// What the terminal turned out to have; the best of it is taken where nobody chose.
    mutating func take(_ means: PictureMeans) {
        pictureMeans = means
        if !isPictureStyleChosen { pictureStyle = means.styles.first ?? pictureStyle }
    }

    mutating func nextPictureStyle() {
        let styles = pictureMeans.styles
        let index = styles.firstIndex(of: pictureStyle).map { ($0 + 1) % styles.count } ?? 0
        pictureStyle = styles[index]
        isPictureStyleChosen = true
        message = Message(text: "pictures drawn with \(pictureStyle.title)", role: .quiet)
    }
}
