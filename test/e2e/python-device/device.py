# A call button written from protocol/README.md alone, on paho-mqtt: one run, told on stdout as JSON lines.
#
#   call            places a red call, loses its connection, comes back, and follows the light until it is answered
#   early           sends its press right after the CONNACK, before it has heard anything
#   wrong-seal      seals a press with a wrong key, then sends it rightly: only the second gets a receipt
#   false-gateway   takes the gateway's key for another: believes nothing that it says
#   wrong-password  its password is sealed with a wrong key: it is not let in
import argparse
import json
import socket
import sys
import time

import paho.mqtt.client as mqtt

import protocol

LIMIT_S = 20
WRONG_KEY = bytes(32)

# What a gateway says with a CONNACK of MQTT 3.1.1 and, since it says no more, what is to be looked at.
REFUSALS = {
    1: "it does not speak MQTT 3.1.1",
    2: "the client id is no device_id, or not the user name",
    3: "it takes no connections at the moment: try again later",
    4: "it does not know the device, the key is another, or the password is not that of the README",
    5: "the device may not connect: suspended, or the password is not newer than the last one. "
    "Give a higher boot_id than in any run before",
}


HINT = (
    "Nothing came, or the connection ended. The gateway counts why it refuses: "
    'look at "refusals" in http://HOST:8080/healthz, and at its log.'
)


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def explain(text):
    """For a person: stdout is for programs."""
    print(text, file=sys.stderr, flush=True)


def code_of(reason):
    """The code of a CONNACK. paho 2 tells reasons of MQTT 5, whose values for these are others."""
    value = getattr(reason, "value", reason)
    return {0x84: 1, 0x85: 2, 0x88: 3, 0x86: 4, 0x87: 5}.get(value, value)


def new_client(device_id):
    settings = {"client_id": device_id, "clean_session": True, "protocol": mqtt.MQTTv311}
    # paho 2 wants to know which shape its callbacks have, paho 1 has but one.
    versions = getattr(mqtt, "CallbackAPIVersion", None)
    return mqtt.Client(versions.VERSION2, **settings) if versions else mqtt.Client(**settings)


class Connection:
    """One connection of one boot: a session."""

    def __init__(self, device_id, key, boot_id, connect_no, pending):
        self.device_id, self.key, self.session = device_id, key, (boot_id, connect_no)
        # Which key opens what comes, and seals what goes: the same, but for the runs that do wrong.
        self.seals_with = self.opens_with = self.connects_with = key
        self.pending = pending
        # False for the run that is to be refused.
        self.ends_refused = True
        self.sent = self.received = 0
        self.connected = self.published = False
        self.refusals = 0
        self.refused = None
        self.on_frame = lambda frame: None
        self.on_let_in = lambda: None
        self.topic = f"callbutton/1/{device_id}/"
        self.client = new_client(device_id)
        self.client.on_connect = self.on_connect
        self.client.on_message = self.on_message
        self.client.on_publish = self.on_publish

    def open(self, host, port):
        what = (1, self.device_id, self.session)
        secret = protocol.password(self.connects_with, *what, self.pending)
        self.client.username_pw_set(self.device_id, secret)
        will = self.sealed(protocol.lost(), 0)
        self.client.will_set(self.topic + "up", will, qos=1, retain=False)
        self.client.connect(host, port, keepalive=60)

    def run_until(self, done, until):
        """Serves the connection until something is so. False when it ends, or time is over, before."""
        while not done() and not (self.refused and self.ends_refused):
            if time.monotonic() > until or self.client.loop(0.1) != mqtt.MQTT_ERR_SUCCESS:
                return done()
        return done()

    def sealed(self, frame, number):
        what = (protocol.UP, self.device_id, self.session, number, frame)
        return protocol.close_envelope(self.seals_with, 1, *what)

    def send(self, frame):
        """The number under which the frame went."""
        self.sent += 1
        self.published = False
        self.client.publish(self.topic + "up", self.sealed(frame, self.sent), qos=1, retain=False)
        return self.sent

    def on_connect(self, client, _userdata, _flags, code, _properties=None):
        if code != 0:
            self.refusals += 1
            code = code_of(code)
            self.refused = f"CONNACK {code}: {REFUSALS.get(code, 'no reason that is known')}"
            return
        self.on_let_in()
        client.subscribe(self.topic + "down", qos=0)

    def on_publish(self, *_):
        self.published = True

    def on_message(self, _client, _userdata, mqtt_message):
        try:
            self.on_frame(self.opened(mqtt_message))
        except protocol.Refused as refused:
            self.refusals += 1
            say("refused", code=str(refused))

    def opened(self, mqtt_message):
        if mqtt_message.topic != self.topic + "down" or mqtt_message.retain:
            raise protocol.Refused("TOPIC_WRONG")
        keys = {1: self.opens_with}
        envelope = (keys, protocol.DOWN, self.device_id, mqtt_message.payload)
        _, session, number, frame = protocol.open_envelope(*envelope)
        if session != self.session:
            raise protocol.Refused("SESSION_WRONG")
        if number <= self.received:
            raise protocol.Refused("NUMBER_REPLAYED")
        self.received = number
        # Nothing but a sealed downlink of this session says that this is our gateway.
        self.connected = True
        return protocol.read_downlink(frame)

    def close(self):
        self.client.disconnect()
        self.client.loop(0.1)

    def break_off(self):
        """Ends the connection without DISCONNECT, so that the will is published."""
        self.client.socket().shutdown(socket.SHUT_RDWR)
        while self.client.loop(0.1) == mqtt.MQTT_ERR_SUCCESS:
            pass


class Device:
    """One boot, with an outbox of one red press."""

    def __init__(self, port, device_id, key, boot_id):
        self.port, self.device_id, self.key, self.boot_id = port, device_id, key, boot_id
        self.connect_no = 0
        self.host = "127.0.0.1"
        self.until = time.monotonic() + LIMIT_S
        self.identity = (boot_id, 1)
        self.made_at = time.monotonic()
        self.in_outbox = True
        self.results = {}
        self.complete = False
        self.light = None

    def connect(self, **wrong):
        self.connect_no += 1
        self.complete = False
        pending = 2 if self.in_outbox else 0
        link = Connection(self.device_id, self.key, self.boot_id, self.connect_no, pending)
        for name, key in wrong.items():
            setattr(link, name, key)
        link.on_frame = self.on_frame
        link.open(self.host, self.port)
        return link

    def wait(self, link, done, what):
        if not link.run_until(done, self.until):
            say("failed", waited_for=what)
            explain(f"{self.device_id}: waited in vain for {what}.")
            explain(f"The gateway refused the connection. {link.refused}" if link.refused else HINT)
            sys.exit(1)

    def wait_connected(self, link):
        self.wait(link, lambda: link.connected, "a sealed downlink")
        say("connected", connect_no=self.connect_no, light=self.light)

    def send_press(self, link):
        age_ms = int((time.monotonic() - self.made_at) * 1000)
        return link.send(protocol.press(protocol.RED, self.identity, age_ms))

    def wait_receipt(self, link, number):
        self.wait(link, lambda: number in self.results, f"the receipt of {number}")
        say("receipt", number=number, result=self.results[number])

    def wait_light(self, link, light):
        self.wait(link, lambda: self.light == light, f"the light {light}")

    def on_frame(self, frame):
        if frame is None:
            return
        if frame[0] == "receipt":
            _, answers, identity, result, _reason = frame
            self.results[answers] = protocol.RESULTS.get(result)
            if identity == self.identity and result in protocol.RESULTS:
                self.in_outbox = False
            return
        _, complete, calls = frame
        self.complete = self.complete or complete
        for _opened_by, key, stage, latest in calls:
            # It holds for our press only when the call covers it: latest is this press or a later one.
            if key == protocol.RED and stage in protocol.STAGES and latest >= self.identity:
                self.show(protocol.STAGES[stage])

    def show(self, light):
        if light != self.light:
            self.light = light
            say("light", stage=light)


def run_call(device):
    link = device.connect()
    device.wait_connected(link)
    device.wait_receipt(link, device.send_press(link))
    # As after a receipt that was lost: the same press, sealed anew.
    device.wait_receipt(link, device.send_press(link))
    device.wait_receipt(link, link.send(protocol.heartbeat()))
    device.wait_light(link, "accepted")
    link.break_off()
    device.results.clear()
    device.light = None
    link = device.connect()
    device.wait_light(link, "accepted")
    device.wait_connected(link)
    # Numbers have begun anew with the session.
    device.wait_receipt(link, link.send(protocol.heartbeat()))
    device.wait_light(link, "answered")
    link.close()


def run_early(device):
    link = device.connect()
    link.on_let_in = lambda: device.send_press(link)
    device.wait_receipt(link, 1)
    link.close()


def run_wrong_seal(device):
    link = device.connect()
    device.wait_connected(link)
    link.seals_with = WRONG_KEY
    wrong = device.send_press(link)
    device.wait(link, lambda: link.published, "the PUBACK")
    say("puback", number=wrong)
    link.seals_with = device.key
    device.wait_receipt(link, device.send_press(link))
    # Downlinks keep their order, so a receipt of the first would be here.
    say("unreceipted" if wrong not in device.results else "receipted", number=wrong)
    link.close()


def run_false_gateway(device):
    link = device.connect(opens_with=WRONG_KEY)
    device.wait(link, lambda: link.refusals == 1, "the first downlink")
    number = device.send_press(link)
    device.wait(link, lambda: link.published and link.refusals > 1, "the PUBACK and the answer")
    kept = device.in_outbox and number not in device.results
    say("ended", connected=link.connected, light=device.light, in_outbox=kept)
    link.close()


def run_wrong_password(device):
    link = device.connect(connects_with=WRONG_KEY)
    link.ends_refused = False
    device.wait(link, lambda: link.refusals, "a refusal")
    say("ended", connected=link.connected)


RUNS = {
    "call": run_call,
    "early": run_early,
    "wrong-seal": run_wrong_seal,
    "false-gateway": run_false_gateway,
    "wrong-password": run_wrong_password,
}


def key_bytes(text):
    key = bytes.fromhex(text)
    if len(key) != 32:
        raise argparse.ArgumentTypeError("expected 64 hex digits, as in the devices file")
    return key


def arguments():
    parser = argparse.ArgumentParser(
        description="A call button over MQTT, written from protocol/README.md.",
        epilog="Example: device.py call 1883 CB-TEST-1 KEY 1, after `npm start -- --new-device "
        "CB-TEST-1`, with the key from devices.yaml. Each run of a device needs a higher boot_id.",
    )
    parser.add_argument("run", choices=sorted(RUNS), help="what to do: see the head of this file")
    parser.add_argument("port", type=int, help="MQTT port of the gateway, not encrypted: 1883")
    parser.add_argument("device_id")
    parser.add_argument("key", type=key_bytes, help="64 hex digits")
    parser.add_argument("boot_id", type=int, help="higher than in any run before")
    parser.add_argument("--host", default="127.0.0.1", help="of the gateway (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    device = Device(given.port, given.device_id, given.key, given.boot_id)
    device.host = given.host
    try:
        RUNS[given.run](device)
    except OSError as error:
        say("failed", waited_for="a connection")
        explain(f"{given.host}:{given.port} is not reached: {error}")
        sys.exit(1)
