"""Ways to break a file. Everything is drawn from the generator that is handed in."""
import re
import struct
import zlib

NUMBERS = [0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53,
           2**63 - 1, 2**63, 2**64 - 1]
WORDS = [b"", b"null", b"true", b"[]", b"{}", b'""', b"-1", b"1e999", b"0.5", b"NaN", b"\xff\xfe", b"\x00", b"\xed\xa0\x80",
         b"\xe2\x80\xae", b"\x1b[2J", b"'''", b'"""', b"\\", b"\r\n", b"[" * 400, b"{\"a\":" * 400, b"a." * 400]


def mutated(data, random, others):
    """One to eight changes, now and then many small ones."""
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 1, 2, 3, 8])):
        random.choice(CHANGES)(data, random, others)
    return bytes(data)


def place(data, random):
    """Near the start more often than elsewhere: that is where sizes are."""
    return int(len(data) * random.random() ** random.choice([1, 1, 3, 6])) if data else 0


def flip(data, random, _):
    for _ in range(random.choice([1, 1, 4, 40])):
        if data:
            data[place(data, random)] ^= 1 << random.randrange(8)


def number(data, random, _):
    size, order = random.choice([1, 2, 4, 8]), random.choice("<>")
    at = place(data, random)
    value = random.choice(NUMBERS) + random.choice([-1, 0, 0, 1])
    data[at:at + size] = struct.pack(order + {1: "B", 2: "H", 4: "I", 8: "Q"}[size], value % 256**size)


def noise(data, random, _):
    at, count = place(data, random), random.choice([1, 2, 4, 16, 256])
    data[at:at + count] = random.randbytes(count)


def cut(data, random, _):
    del data[place(data, random):]


def remove(data, random, _):
    at = place(data, random)
    del data[at:at + random.choice([1, 1, 4, 64, 1024])]


def repeat(data, random, _):
    at = place(data, random)
    part = data[at:at + random.choice([1, 4, 64, 512, 4096])]
    data[at:at] = part * random.choice([1, 1, 2, 50])


def fill(data, random, _):
    at, count = place(data, random), random.choice([4, 64, 512])
    data[at:at + count] = bytes([random.choice([0, 255, 32, 65])]) * count


def splice(data, random, others):
    other = random.choice(others)
    at, start = place(data, random), place(other, random)
    data[at:at + random.choice([0, 64, 512])] = other[start:start + random.choice([16, 256, 4096])]


def digits(data, random, _):
    """A number that is written out becomes another one."""
    found = list(re.finditer(rb"-?\d+", bytes(data[:1 << 16])))
    if found:
        match = random.choice(found)
        data[match.start():match.end()] = str(random.choice([-1, 1]) * random.choice(NUMBERS)).encode()


def word(data, random, _):
    at = place(data, random)
    data[at:at + random.choice([0, 0, 1, 4])] = random.choice(WORDS)


CHANGES = [flip, flip, number, number, noise, cut, remove, repeat, fill, splice, digits, word]


def png(data):
    """With every checksum right, so that what stands behind them is read."""
    fixed, at = bytearray(data), 8
    while at + 12 <= len(fixed):
        length = int.from_bytes(fixed[at:at + 4], "big")
        if at + 12 + length > len(fixed):
            break
        end = at + 8 + length
        fixed[end:end + 4] = zlib.crc32(fixed[at + 4:end]).to_bytes(4, "big")
        at = end + 4
    return bytes(fixed)


def tar(data):
    """With the checksum of every block that may be a header put right."""
    fixed = bytearray(data)
    for at in range(0, len(fixed) - 511, 512):
        if fixed[at + 257:at + 262] == b"ustar":
            fixed[at + 148:at + 156] = b" " * 8
            fixed[at + 148:at + 156] = b"%06o\0 " % sum(fixed[at:at + 512])
    return bytes(fixed)
