# The protocol's bytes, written from protocol/README.md alone: protobuf, seals, envelopes, passwords, downlinks.
import hashlib
import hmac
import struct

UP, DOWN, CONNECT = 1, 2, 3
GREEN, RED = 1, 2
RESULTS = {1: "stored", 2: "duplicate", 3: "rejected"}
STAGES = {1: "stored", 2: "accepted", 3: "answered", 4: "dispatched", 5: "closed", 6: "unanswered"}
MAX_PAYLOAD = 512
MAC_BYTES = 16
UINT32 = 0xFFFFFFFF


class Refused(Exception):
    """What came is not taken. Its text is the code of the README's table."""


# ---- protobuf ----


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    """A field with its default value is not sent."""
    return varint(field << 3) + varint(value) if value else b""


def data(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def fields(message):
    """The fields of a message: (field, wire type) -> values, in their order. ValueError when it is none."""
    found, at = {}, 0

    def take_varint():
        nonlocal at
        value = shift = 0
        while True:
            if at == len(message) or shift == 70:
                raise ValueError("varint")
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(length):
        nonlocal at
        if at + length > len(message):
            raise ValueError("length")
        at += length
        return message[at - length : at]

    while at < len(message):
        tag = take_varint()
        field, wire = tag >> 3, tag & 7
        if field == 0 or wire not in (0, 1, 2, 5):
            raise ValueError("tag")
        if wire == 0:
            value = take_varint()
        else:
            value = take({1: 8, 5: 4}.get(wire) or take_varint())
        found.setdefault((field, wire), []).append(value)
    return found


def uint32(found, field):
    """0 when it is absent, as in proto3."""
    return found.get((field, 0), [0])[-1] & UINT32


def message(found, field):
    """The bytes of a message or of a bytes field, or None."""
    return found.get((field, 2), [None])[-1]


def pair(content):
    """A Session or an Identity: two numbers, both at least 1. None when it is absent or has a 0."""
    if content is None:
        return None
    found = fields(content)
    both = (uint32(found, 1), uint32(found, 2))
    return both if all(both) else None


# ---- seal and envelope ----


def covered(purpose, key_version, device_id, session, count, frame):
    name = device_id.encode("ascii")
    head = struct.pack(">BIB", purpose, key_version, len(name))
    return head + name + struct.pack(">III", *session, count) + frame


def seal(key, *what):
    return hmac.new(key, covered(*what), hashlib.sha256).digest()[:MAC_BYTES]


def close_envelope(key, key_version, purpose, device_id, session, count, frame):
    mac = seal(key, purpose, key_version, device_id, session, count, frame)
    of_session = number(1, session[0]) + number(2, session[1])
    head = number(1, key_version) + data(2, of_session) + number(3, count)
    return head + data(4, frame) + data(5, mac)


def open_envelope(keys, purpose, device_id, payload):
    """(key_version, session, number, frame). `keys` is version -> key. Raises Refused."""
    if len(payload) > MAX_PAYLOAD:
        raise Refused("ENVELOPE_TOO_LONG")
    try:
        found = fields(payload)
        session = pair(message(found, 2))
    except ValueError:
        raise Refused("ENVELOPE_MALFORMED") from None
    key_version, count = uint32(found, 1), uint32(found, 3)
    frame, mac = message(found, 4), message(found, 5)
    if not key_version or not session or not frame or mac is None or len(mac) != MAC_BYTES:
        raise Refused("ENVELOPE_INCOMPLETE")
    if key_version not in keys:
        raise Refused("KEY_VERSION_UNKNOWN")
    good = seal(keys[key_version], purpose, key_version, device_id, session, count, frame)
    if not hmac.compare_digest(good, mac):
        raise Refused("SEAL_WRONG")
    return key_version, session, count, frame


def password(key, key_version, device_id, session, pending):
    mac = seal(key, CONNECT, key_version, device_id, session, 0, bytes([pending]))
    return f"{session[0]}.{session[1]}.{pending}.{mac.hex()}"


def derive(old_key, new_version, nonce):
    return hmac.new(old_key, b"\x04" + struct.pack(">I", new_version) + nonce, hashlib.sha256).digest()


# ---- frames ----


def press(key, identity, age_ms):
    of_identity = number(1, identity[0]) + number(2, identity[1])
    return number(1, age_ms) + data(4, of_identity) + data(8, number(1, key) + number(2, 1))


def heartbeat():
    """One that says only that it is alive, and asks for a receipt."""
    return data(9, number(12, 1))


def lost():
    return data(15, b"")


def read_downlink(frame):
    """("receipt", ...) or ("progress", ...); None for a kind that this device does not know. Raises Refused."""
    try:
        found = fields(frame)
        if message(found, 8) is not None:
            return read_receipt(fields(message(found, 8)))
        if message(found, 9) is not None:
            return read_progress(fields(message(found, 9)))
        return None
    except ValueError:
        raise Refused("FRAME_MALFORMED") from None


def read_receipt(found):
    of_identity = message(found, 2)
    identity = pair(of_identity)
    receipt = ("receipt", uint32(found, 1), identity, uint32(found, 3), uint32(found, 4))
    if not receipt[1] or not receipt[3] or (of_identity is not None and identity is None):
        raise Refused("FRAME_MALFORMED")
    return receipt


def read_progress(found):
    calls = []
    for content in found.get((2, 2), []):
        news = fields(content)
        call = (pair(message(news, 1)), uint32(news, 2), uint32(news, 3), pair(message(news, 4)))
        if not all(call):
            raise Refused("FRAME_MALFORMED")
        calls.append(call)
    complete = bool(uint32(found, 1))
    if not complete and not calls:
        raise Refused("FRAME_MALFORMED")
    return ("progress", complete, calls)
