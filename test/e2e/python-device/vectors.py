# Checks the golden vectors of protocol/vectors against protocol.py. One JSON line per file; exit 1 when one differs.
import json
import pathlib
import re
import sys

import protocol


def session_of(value):
    return (value["bootId"], value["connectNo"])


def identity_of(value):
    return value and (value["bootId"], value["seq"])


def of_keys(file, device_id):
    return {one["version"]: bytes.fromhex(one["key"]) for one in file["keys"][device_id]}


def check_seal(_, vector):
    what = (vector["purpose"], vector["keyVersion"], vector["deviceId"], session_of(vector["session"]))
    what += (vector["number"], bytes.fromhex(vector["frame"]))
    mac = protocol.seal(bytes.fromhex(vector["key"]), *what)
    return protocol.covered(*what).hex() == vector["covered"] and mac.hex() == vector["mac"]


def check_envelope(file, vector):
    purpose = {"up": protocol.UP, "down": protocol.DOWN}[vector["direction"]]
    keys, device_id = of_keys(file, vector["deviceId"]), vector["deviceId"]
    payload = bytes.fromhex(vector["envelope"])
    try:
        version, session, number, frame = protocol.open_envelope(keys, purpose, device_id, payload)
    except protocol.Refused as refused:
        return str(refused) == vector.get("error")
    opened = vector.get("opened")
    if opened is None or (version, number) != (opened["keyVersion"], opened["number"]):
        return False
    # What this encoder writes is what it reads, and the same bytes but for fields that nobody knows.
    again = protocol.close_envelope(keys[version], version, purpose, device_id, session, number, frame)
    return (
        session == session_of(opened["session"])
        and frame.hex() == opened["frame"]
        and payload.startswith(again)
    )


def check_password(file, vector):
    claim = vector.get("claim")
    if claim is None:
        # Only a gateway reads passwords. None that this device would write is a bad one.
        keys = of_keys(file, vector["deviceId"])
        match = re.match(r"(\d{1,10})\.(\d{1,10})\.([012])\.", vector["password"])
        if match is None:
            return True
        boot_id, connect_no, pending = map(int, match.groups())
        if max(boot_id, connect_no) > protocol.UINT32:
            return True
        written = [
            protocol.password(key, version, vector["deviceId"], (boot_id, connect_no), pending)
            for version, key in keys.items()
        ]
        return vector["password"] not in written or 0 in (boot_id, connect_no)
    key = of_keys(file, vector["deviceId"])[claim["keyVersion"]]
    what = (claim["keyVersion"], vector["deviceId"], session_of(claim["session"]), claim["pending"])
    return protocol.password(key, *what) == vector["password"]


def check_key(_, vector):
    old, nonce = bytes.fromhex(vector["oldKey"]), bytes.fromhex(vector["nonce"])
    return protocol.derive(old, vector["newVersion"], nonce).hex() == vector["newKey"]


def check_downlink(_, vector):
    try:
        read = protocol.read_downlink(bytes.fromhex(vector["frame"]))
    except protocol.Refused:
        return bool(vector.get("refused"))
    expected = vector.get("message")
    if read is None:
        # A kind that this device does not know, or a bad one of such a kind.
        return expected is None or expected["kind"] not in ("receipt", "progress")
    if expected is None:
        return False
    if read[0] == "receipt":
        wanted = (expected["answers"], identity_of(expected["identity"]))
        wanted += (expected["result"], expected["reason"])
        return expected["kind"] == "receipt" and read[1:] == wanted
    calls = [
        (identity_of(call["openedBy"]), call["key"], call["stage"], identity_of(call["latest"]))
        for call in expected.get("calls", [])
    ]
    return expected["kind"] == "progress" and read[1:] == (expected["complete"], calls)


def check_uplink(_, vector):
    """The frames that this device writes; those of other events it never does."""
    message = vector.get("message")
    if message is None or not vector["canonical"]:
        return True
    event, identity = message["event"], identity_of(message["identity"])
    if event["kind"] == "lost":
        return protocol.lost().hex() == vector["frame"]
    is_plain = not message["ageIsLowerBound"] and not message["test"]
    if event["kind"] != "press" or event["count"] != 1 or not is_plain:
        return True
    return protocol.press(event["key"], identity, message["ageMs"]).hex() == vector["frame"]


CHECKS = {
    "seals.json": check_seal,
    "envelopes.json": check_envelope,
    "passwords.json": check_password,
    "keys.json": check_key,
    "downlinks.json": check_downlink,
    "uplinks.json": check_uplink,
}


def main(folder):
    failed = False
    for name, check in CHECKS.items():
        file = json.loads((pathlib.Path(folder) / name).read_text("utf8"))
        wrong = [vector["name"] for vector in file["vectors"] if not check(file, vector)]
        failed = failed or bool(wrong)
        print(json.dumps({"file": name, "checked": len(file["vectors"]), "wrong": wrong}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
