import Foundation

FileHandle.standardError.write(Data("clipscope: the explorer and the commands are not written yet, see README.md\n".utf8))
exit(1)
