/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const callbutton = $root.callbutton = (() => {

    /**
     * Namespace callbutton.
     * @exports callbutton
     * @namespace
     */
    const callbutton = {};

    callbutton.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof callbutton
         * @namespace
         */
        const v1 = {};

        v1.Envelope = (function() {

            /**
             * Properties of an Envelope.
             * @typedef {Object} callbutton.v1.Envelope.$Properties
             * @property {number|null} [keyVersion] Envelope keyVersion
             * @property {callbutton.v1.Session.$Properties|null} [session] Envelope session
             * @property {number|null} [number] Envelope number
             * @property {Uint8Array|null} [frame] Envelope frame
             * @property {Uint8Array|null} [mac] Envelope mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Envelope.
             * @memberof callbutton.v1
             * @interface IEnvelope
             * @augments callbutton.v1.Envelope.$Properties
             * @deprecated Use callbutton.v1.Envelope.$Properties instead.
             */

            /**
             * Shape of an Envelope.
             * @typedef {callbutton.v1.Envelope.$Properties} callbutton.v1.Envelope.$Shape
             */

            /**
             * Constructs a new Envelope.
             * @memberof callbutton.v1
             * @classdesc Represents an Envelope.
             * @constructor
             * @param {callbutton.v1.Envelope.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Envelope = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Envelope keyVersion.
             * @member {number} keyVersion
             * @memberof callbutton.v1.Envelope
             * @instance
             */
            Envelope.prototype.keyVersion = 0;

            /**
             * Envelope session.
             * @member {callbutton.v1.Session.$Properties|null|undefined} session
             * @memberof callbutton.v1.Envelope
             * @instance
             */
            Envelope.prototype.session = null;

            /**
             * Envelope number.
             * @member {number} number
             * @memberof callbutton.v1.Envelope
             * @instance
             */
            Envelope.prototype.number = 0;

            /**
             * Envelope frame.
             * @member {Uint8Array} frame
             * @memberof callbutton.v1.Envelope
             * @instance
             */
            Envelope.prototype.frame = $util.newBuffer([]);

            /**
             * Envelope mac.
             * @member {Uint8Array} mac
             * @memberof callbutton.v1.Envelope
             * @instance
             */
            Envelope.prototype.mac = $util.newBuffer([]);

            /**
             * Creates a new Envelope instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Envelope
             * @static
             * @param {callbutton.v1.Envelope.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Envelope} Envelope instance
             * @type {{
             *   (properties: callbutton.v1.Envelope.$Shape): callbutton.v1.Envelope & callbutton.v1.Envelope.$Shape;
             *   (properties?: callbutton.v1.Envelope.$Properties): callbutton.v1.Envelope;
             * }}
             */
            Envelope.create = function(properties) {
                return new Envelope(properties);
            };

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link callbutton.v1.Envelope.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Envelope
             * @static
             * @param {callbutton.v1.Envelope.$Properties} message Envelope message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Envelope.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.keyVersion != null && $Object.hasOwnProperty.call(message, "keyVersion") && message.keyVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.keyVersion);
                if (message.session != null && $Object.hasOwnProperty.call(message, "session"))
                    $root.callbutton.v1.Session.encode(message.session, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.number);
                if (message.frame != null && $Object.hasOwnProperty.call(message, "frame") && message.frame.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.frame);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Envelope
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Envelope & callbutton.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Envelope.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Envelope();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keyVersion = value;
                            else
                                delete message.keyVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.session = $root.callbutton.v1.Session.decode(reader, reader.size(), $undefined, _depth + 1, message.session);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.frame = value;
                            else
                                delete message.frame;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Envelope;
        })();

        v1.Session = (function() {

            /**
             * Properties of a Session.
             * @typedef {Object} callbutton.v1.Session.$Properties
             * @property {number|null} [bootId] Session bootId
             * @property {number|null} [connectNo] Session connectNo
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Session.
             * @memberof callbutton.v1
             * @interface ISession
             * @augments callbutton.v1.Session.$Properties
             * @deprecated Use callbutton.v1.Session.$Properties instead.
             */

            /**
             * Shape of a Session.
             * @typedef {callbutton.v1.Session.$Properties} callbutton.v1.Session.$Shape
             */

            /**
             * Constructs a new Session.
             * @memberof callbutton.v1
             * @classdesc Represents a Session.
             * @constructor
             * @param {callbutton.v1.Session.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Session = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Session bootId.
             * @member {number} bootId
             * @memberof callbutton.v1.Session
             * @instance
             */
            Session.prototype.bootId = 0;

            /**
             * Session connectNo.
             * @member {number} connectNo
             * @memberof callbutton.v1.Session
             * @instance
             */
            Session.prototype.connectNo = 0;

            /**
             * Creates a new Session instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Session
             * @static
             * @param {callbutton.v1.Session.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Session} Session instance
             * @type {{
             *   (properties: callbutton.v1.Session.$Shape): callbutton.v1.Session & callbutton.v1.Session.$Shape;
             *   (properties?: callbutton.v1.Session.$Properties): callbutton.v1.Session;
             * }}
             */
            Session.create = function(properties) {
                return new Session(properties);
            };

            /**
             * Encodes the specified Session message. Does not implicitly {@link callbutton.v1.Session.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Session
             * @static
             * @param {callbutton.v1.Session.$Properties} message Session message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Session.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.bootId);
                if (message.connectNo != null && $Object.hasOwnProperty.call(message, "connectNo") && message.connectNo !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.connectNo);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Session message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Session
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Session & callbutton.v1.Session.$Shape} Session
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Session.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Session();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.connectNo = value;
                            else
                                delete message.connectNo;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Session;
        })();

        v1.Identity = (function() {

            /**
             * Properties of an Identity.
             * @typedef {Object} callbutton.v1.Identity.$Properties
             * @property {number|null} [bootId] Identity bootId
             * @property {number|null} [seq] Identity seq
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Identity.
             * @memberof callbutton.v1
             * @interface IIdentity
             * @augments callbutton.v1.Identity.$Properties
             * @deprecated Use callbutton.v1.Identity.$Properties instead.
             */

            /**
             * Shape of an Identity.
             * @typedef {callbutton.v1.Identity.$Properties} callbutton.v1.Identity.$Shape
             */

            /**
             * Constructs a new Identity.
             * @memberof callbutton.v1
             * @classdesc Represents an Identity.
             * @constructor
             * @param {callbutton.v1.Identity.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Identity = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Identity bootId.
             * @member {number} bootId
             * @memberof callbutton.v1.Identity
             * @instance
             */
            Identity.prototype.bootId = 0;

            /**
             * Identity seq.
             * @member {number} seq
             * @memberof callbutton.v1.Identity
             * @instance
             */
            Identity.prototype.seq = 0;

            /**
             * Creates a new Identity instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Identity
             * @static
             * @param {callbutton.v1.Identity.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Identity} Identity instance
             * @type {{
             *   (properties: callbutton.v1.Identity.$Shape): callbutton.v1.Identity & callbutton.v1.Identity.$Shape;
             *   (properties?: callbutton.v1.Identity.$Properties): callbutton.v1.Identity;
             * }}
             */
            Identity.create = function(properties) {
                return new Identity(properties);
            };

            /**
             * Encodes the specified Identity message. Does not implicitly {@link callbutton.v1.Identity.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Identity
             * @static
             * @param {callbutton.v1.Identity.$Properties} message Identity message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Identity.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.bootId);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.seq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Identity message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Identity
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Identity & callbutton.v1.Identity.$Shape} Identity
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Identity.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Identity();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Identity;
        })();

        /**
         * Key enum.
         * @name callbutton.v1.Key
         * @enum {number}
         * @property {number} KEY_UNSPECIFIED=0 KEY_UNSPECIFIED value
         * @property {number} KEY_GREEN=1 KEY_GREEN value
         * @property {number} KEY_RED=2 KEY_RED value
         */
        v1.Key = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "KEY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "KEY_GREEN"] = 1;
            values[valuesById[2] = "KEY_RED"] = 2;
            return values;
        })();

        v1.Uplink = (function() {

            /**
             * Properties of an Uplink.
             * @typedef {Object} callbutton.v1.Uplink.$Properties
             * @property {number|null} [ageMs] Uplink ageMs
             * @property {boolean|null} [ageIsLowerBound] Uplink ageIsLowerBound
             * @property {boolean|null} [test] Uplink test
             * @property {callbutton.v1.Identity.$Properties|null} [identity] Uplink identity
             * @property {callbutton.v1.Press.$Properties|null} [press] Uplink press
             * @property {callbutton.v1.Heartbeat.$Properties|null} [heartbeat] Uplink heartbeat
             * @property {callbutton.v1.Boot.$Properties|null} [boot] Uplink boot
             * @property {callbutton.v1.Fault.$Properties|null} [fault] Uplink fault
             * @property {callbutton.v1.Battery.$Properties|null} [battery] Uplink battery
             * @property {callbutton.v1.Mains.$Properties|null} [mains] Uplink mains
             * @property {callbutton.v1.CommandResult.$Properties|null} [commandResult] Uplink commandResult
             * @property {callbutton.v1.Lost.$Properties|null} [lost] Uplink lost
             * @property {callbutton.v1.UpdateStatus.$Properties|null} [updateStatus] Uplink updateStatus
             * @property {"press"|"heartbeat"|"boot"|"fault"|"battery"|"mains"|"commandResult"|"lost"|"updateStatus"} [event] Uplink event
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Uplink.
             * @memberof callbutton.v1
             * @interface IUplink
             * @augments callbutton.v1.Uplink.$Properties
             * @deprecated Use callbutton.v1.Uplink.$Properties instead.
             */

            /**
             * Narrowed shape of an Uplink.
             * @typedef {{
             *   ageMs?: number|null;
             *   ageIsLowerBound?: boolean|null;
             *   test?: boolean|null;
             *   identity?: callbutton.v1.Identity.$Shape|null;
             *   press?: callbutton.v1.Press.$Shape|null;
             *   heartbeat?: callbutton.v1.Heartbeat.$Shape|null;
             *   boot?: callbutton.v1.Boot.$Shape|null;
             *   fault?: callbutton.v1.Fault.$Shape|null;
             *   battery?: callbutton.v1.Battery.$Shape|null;
             *   mains?: callbutton.v1.Mains.$Shape|null;
             *   commandResult?: callbutton.v1.CommandResult.$Shape|null;
             *   lost?: callbutton.v1.Lost.$Shape|null;
             *   updateStatus?: callbutton.v1.UpdateStatus.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ event?: undefined; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "press"; press: callbutton.v1.Press.$Shape; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "heartbeat"; press?: null; heartbeat: callbutton.v1.Heartbeat.$Shape; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "boot"; press?: null; heartbeat?: null; boot: callbutton.v1.Boot.$Shape; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "fault"; press?: null; heartbeat?: null; boot?: null; fault: callbutton.v1.Fault.$Shape; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "battery"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery: callbutton.v1.Battery.$Shape; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "mains"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains: callbutton.v1.Mains.$Shape; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "commandResult"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult: callbutton.v1.CommandResult.$Shape; lost?: null; updateStatus?: null }|{ event?: "lost"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost: callbutton.v1.Lost.$Shape; updateStatus?: null }|{ event?: "updateStatus"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus: callbutton.v1.UpdateStatus.$Shape })
             * )} callbutton.v1.Uplink.$Shape
             */

            /**
             * Constructs a new Uplink.
             * @memberof callbutton.v1
             * @classdesc Represents an Uplink.
             * @constructor
             * @param {callbutton.v1.Uplink.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Uplink = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Uplink ageMs.
             * @member {number} ageMs
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.ageMs = 0;

            /**
             * Uplink ageIsLowerBound.
             * @member {boolean} ageIsLowerBound
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.ageIsLowerBound = false;

            /**
             * Uplink test.
             * @member {boolean} test
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.test = false;

            /**
             * Uplink identity.
             * @member {callbutton.v1.Identity.$Properties|null|undefined} identity
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.identity = null;

            /**
             * Uplink press.
             * @member {callbutton.v1.Press.$Properties|null|undefined} press
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.press = null;

            /**
             * Uplink heartbeat.
             * @member {callbutton.v1.Heartbeat.$Properties|null|undefined} heartbeat
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.heartbeat = null;

            /**
             * Uplink boot.
             * @member {callbutton.v1.Boot.$Properties|null|undefined} boot
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.boot = null;

            /**
             * Uplink fault.
             * @member {callbutton.v1.Fault.$Properties|null|undefined} fault
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.fault = null;

            /**
             * Uplink battery.
             * @member {callbutton.v1.Battery.$Properties|null|undefined} battery
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.battery = null;

            /**
             * Uplink mains.
             * @member {callbutton.v1.Mains.$Properties|null|undefined} mains
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.mains = null;

            /**
             * Uplink commandResult.
             * @member {callbutton.v1.CommandResult.$Properties|null|undefined} commandResult
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.commandResult = null;

            /**
             * Uplink lost.
             * @member {callbutton.v1.Lost.$Properties|null|undefined} lost
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.lost = null;

            /**
             * Uplink updateStatus.
             * @member {callbutton.v1.UpdateStatus.$Properties|null|undefined} updateStatus
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            Uplink.prototype.updateStatus = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Uplink event.
             * @member {"press"|"heartbeat"|"boot"|"fault"|"battery"|"mains"|"commandResult"|"lost"|"updateStatus"|undefined} event
             * @memberof callbutton.v1.Uplink
             * @instance
             */
            $Object.defineProperty(Uplink.prototype, "event", {
                get: $util.oneOfGetter($oneOfFields = ["press", "heartbeat", "boot", "fault", "battery", "mains", "commandResult", "lost", "updateStatus"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Uplink instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Uplink
             * @static
             * @param {callbutton.v1.Uplink.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Uplink} Uplink instance
             * @type {{
             *   (properties: callbutton.v1.Uplink.$Shape): callbutton.v1.Uplink & callbutton.v1.Uplink.$Shape;
             *   (properties?: callbutton.v1.Uplink.$Properties): callbutton.v1.Uplink;
             * }}
             */
            Uplink.create = function(properties) {
                return new Uplink(properties);
            };

            /**
             * Encodes the specified Uplink message. Does not implicitly {@link callbutton.v1.Uplink.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Uplink
             * @static
             * @param {callbutton.v1.Uplink.$Properties} message Uplink message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Uplink.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ageMs != null && $Object.hasOwnProperty.call(message, "ageMs") && message.ageMs !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.ageMs);
                if (message.ageIsLowerBound != null && $Object.hasOwnProperty.call(message, "ageIsLowerBound") && message.ageIsLowerBound !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.ageIsLowerBound);
                if (message.test != null && $Object.hasOwnProperty.call(message, "test") && message.test !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.test);
                if (message.identity != null && $Object.hasOwnProperty.call(message, "identity"))
                    $root.callbutton.v1.Identity.encode(message.identity, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.press != null && $Object.hasOwnProperty.call(message, "press"))
                    $root.callbutton.v1.Press.encode(message.press, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.callbutton.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    $root.callbutton.v1.Boot.encode(message.boot, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.fault != null && $Object.hasOwnProperty.call(message, "fault"))
                    $root.callbutton.v1.Fault.encode(message.fault, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.battery != null && $Object.hasOwnProperty.call(message, "battery"))
                    $root.callbutton.v1.Battery.encode(message.battery, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.mains != null && $Object.hasOwnProperty.call(message, "mains"))
                    $root.callbutton.v1.Mains.encode(message.mains, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.commandResult != null && $Object.hasOwnProperty.call(message, "commandResult"))
                    $root.callbutton.v1.CommandResult.encode(message.commandResult, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost"))
                    $root.callbutton.v1.Lost.encode(message.lost, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.updateStatus != null && $Object.hasOwnProperty.call(message, "updateStatus"))
                    $root.callbutton.v1.UpdateStatus.encode(message.updateStatus, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Uplink message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Uplink
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Uplink & callbutton.v1.Uplink.$Shape} Uplink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Uplink.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Uplink();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ageMs = value;
                            else
                                delete message.ageMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ageIsLowerBound = value;
                            else
                                delete message.ageIsLowerBound;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.test = value;
                            else
                                delete message.test;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.identity = $root.callbutton.v1.Identity.decode(reader, reader.size(), $undefined, _depth + 1, message.identity);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.press = $root.callbutton.v1.Press.decode(reader, reader.size(), $undefined, _depth + 1, message.press);
                            message.event = "press";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.callbutton.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.event = "heartbeat";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.boot = $root.callbutton.v1.Boot.decode(reader, reader.size(), $undefined, _depth + 1, message.boot);
                            message.event = "boot";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.fault = $root.callbutton.v1.Fault.decode(reader, reader.size(), $undefined, _depth + 1, message.fault);
                            message.event = "fault";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.battery = $root.callbutton.v1.Battery.decode(reader, reader.size(), $undefined, _depth + 1, message.battery);
                            message.event = "battery";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.mains = $root.callbutton.v1.Mains.decode(reader, reader.size(), $undefined, _depth + 1, message.mains);
                            message.event = "mains";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.commandResult = $root.callbutton.v1.CommandResult.decode(reader, reader.size(), $undefined, _depth + 1, message.commandResult);
                            message.event = "commandResult";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.lost = $root.callbutton.v1.Lost.decode(reader, reader.size(), $undefined, _depth + 1, message.lost);
                            message.event = "lost";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.updateStatus = $root.callbutton.v1.UpdateStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.updateStatus);
                            message.event = "updateStatus";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Uplink;
        })();

        v1.Press = (function() {

            /**
             * Properties of a Press.
             * @typedef {Object} callbutton.v1.Press.$Properties
             * @property {callbutton.v1.Key|null} [key] Press key
             * @property {number|null} [count] Press count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Press.
             * @memberof callbutton.v1
             * @interface IPress
             * @augments callbutton.v1.Press.$Properties
             * @deprecated Use callbutton.v1.Press.$Properties instead.
             */

            /**
             * Shape of a Press.
             * @typedef {callbutton.v1.Press.$Properties} callbutton.v1.Press.$Shape
             */

            /**
             * Constructs a new Press.
             * @memberof callbutton.v1
             * @classdesc Represents a Press.
             * @constructor
             * @param {callbutton.v1.Press.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Press = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Press key.
             * @member {callbutton.v1.Key} key
             * @memberof callbutton.v1.Press
             * @instance
             */
            Press.prototype.key = 0;

            /**
             * Press count.
             * @member {number} count
             * @memberof callbutton.v1.Press
             * @instance
             */
            Press.prototype.count = 0;

            /**
             * Creates a new Press instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Press
             * @static
             * @param {callbutton.v1.Press.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Press} Press instance
             * @type {{
             *   (properties: callbutton.v1.Press.$Shape): callbutton.v1.Press & callbutton.v1.Press.$Shape;
             *   (properties?: callbutton.v1.Press.$Properties): callbutton.v1.Press;
             * }}
             */
            Press.create = function(properties) {
                return new Press(properties);
            };

            /**
             * Encodes the specified Press message. Does not implicitly {@link callbutton.v1.Press.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Press
             * @static
             * @param {callbutton.v1.Press.$Properties} message Press message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Press.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.key);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Press message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Press
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Press & callbutton.v1.Press.$Shape} Press
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Press.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Press();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Press;
        })();

        v1.Heartbeat = (function() {

            /**
             * Properties of a Heartbeat.
             * @typedef {Object} callbutton.v1.Heartbeat.$Properties
             * @property {number|null} [uptimeS] Heartbeat uptimeS
             * @property {number|null} [batteryMv] Heartbeat batteryMv
             * @property {number|null} [batteryPercent] Heartbeat batteryPercent
             * @property {boolean|null} [onMains] Heartbeat onMains
             * @property {number|null} [rssiDbm] Heartbeat rssiDbm
             * @property {number|null} [freeVariables] Heartbeat freeVariables
             * @property {number|null} [outboxDepth] Heartbeat outboxDepth
             * @property {number|null} [reconnects] Heartbeat reconnects
             * @property {number|null} [lastError] Heartbeat lastError
             * @property {string|null} [firmware] Heartbeat firmware
             * @property {number|null} [configurationRevision] Heartbeat configurationRevision
             * @property {boolean|null} [asksReceipt] Heartbeat asksReceipt
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heartbeat.
             * @memberof callbutton.v1
             * @interface IHeartbeat
             * @augments callbutton.v1.Heartbeat.$Properties
             * @deprecated Use callbutton.v1.Heartbeat.$Properties instead.
             */

            /**
             * Shape of a Heartbeat.
             * @typedef {callbutton.v1.Heartbeat.$Properties} callbutton.v1.Heartbeat.$Shape
             */

            /**
             * Constructs a new Heartbeat.
             * @memberof callbutton.v1
             * @classdesc Represents a Heartbeat.
             * @constructor
             * @param {callbutton.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Heartbeat uptimeS.
             * @member {number} uptimeS
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.uptimeS = 0;

            /**
             * Heartbeat batteryMv.
             * @member {number} batteryMv
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.batteryMv = 0;

            /**
             * Heartbeat batteryPercent.
             * @member {number} batteryPercent
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.batteryPercent = 0;

            /**
             * Heartbeat onMains.
             * @member {boolean} onMains
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.onMains = false;

            /**
             * Heartbeat rssiDbm.
             * @member {number} rssiDbm
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.rssiDbm = 0;

            /**
             * Heartbeat freeVariables.
             * @member {number} freeVariables
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.freeVariables = 0;

            /**
             * Heartbeat outboxDepth.
             * @member {number} outboxDepth
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.outboxDepth = 0;

            /**
             * Heartbeat reconnects.
             * @member {number} reconnects
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.reconnects = 0;

            /**
             * Heartbeat lastError.
             * @member {number} lastError
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.lastError = 0;

            /**
             * Heartbeat firmware.
             * @member {string} firmware
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.firmware = "";

            /**
             * Heartbeat configurationRevision.
             * @member {number} configurationRevision
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.configurationRevision = 0;

            /**
             * Heartbeat asksReceipt.
             * @member {boolean} asksReceipt
             * @memberof callbutton.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.asksReceipt = false;

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Heartbeat
             * @static
             * @param {callbutton.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Heartbeat} Heartbeat instance
             * @type {{
             *   (properties: callbutton.v1.Heartbeat.$Shape): callbutton.v1.Heartbeat & callbutton.v1.Heartbeat.$Shape;
             *   (properties?: callbutton.v1.Heartbeat.$Properties): callbutton.v1.Heartbeat;
             * }}
             */
            Heartbeat.create = function(properties) {
                return new Heartbeat(properties);
            };

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link callbutton.v1.Heartbeat.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Heartbeat
             * @static
             * @param {callbutton.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS") && message.uptimeS !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.uptimeS);
                if (message.batteryMv != null && $Object.hasOwnProperty.call(message, "batteryMv") && message.batteryMv !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.batteryMv);
                if (message.batteryPercent != null && $Object.hasOwnProperty.call(message, "batteryPercent") && message.batteryPercent !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.batteryPercent);
                if (message.onMains != null && $Object.hasOwnProperty.call(message, "onMains") && message.onMains !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.onMains);
                if (message.rssiDbm != null && $Object.hasOwnProperty.call(message, "rssiDbm") && message.rssiDbm !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).sint32(message.rssiDbm);
                if (message.freeVariables != null && $Object.hasOwnProperty.call(message, "freeVariables") && message.freeVariables !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.freeVariables);
                if (message.outboxDepth != null && $Object.hasOwnProperty.call(message, "outboxDepth") && message.outboxDepth !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.outboxDepth);
                if (message.reconnects != null && $Object.hasOwnProperty.call(message, "reconnects") && message.reconnects !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.reconnects);
                if (message.lastError != null && $Object.hasOwnProperty.call(message, "lastError") && message.lastError !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.lastError);
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware") && message.firmware !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.firmware);
                if (message.configurationRevision != null && $Object.hasOwnProperty.call(message, "configurationRevision") && message.configurationRevision !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.configurationRevision);
                if (message.asksReceipt != null && $Object.hasOwnProperty.call(message, "asksReceipt") && message.asksReceipt !== false)
                    writer.uint32(/* id 12, wireType 0 =*/96).bool(message.asksReceipt);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Heartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Heartbeat & callbutton.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.uptimeS = value;
                            else
                                delete message.uptimeS;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batteryMv = value;
                            else
                                delete message.batteryMv;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batteryPercent = value;
                            else
                                delete message.batteryPercent;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.onMains = value;
                            else
                                delete message.onMains;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.rssiDbm = value;
                            else
                                delete message.rssiDbm;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.freeVariables = value;
                            else
                                delete message.freeVariables;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outboxDepth = value;
                            else
                                delete message.outboxDepth;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reconnects = value;
                            else
                                delete message.reconnects;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lastError = value;
                            else
                                delete message.lastError;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.firmware = value;
                            else
                                delete message.firmware;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.configurationRevision = value;
                            else
                                delete message.configurationRevision;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.asksReceipt = value;
                            else
                                delete message.asksReceipt;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Heartbeat;
        })();

        v1.Boot = (function() {

            /**
             * Properties of a Boot.
             * @typedef {Object} callbutton.v1.Boot.$Properties
             * @property {callbutton.v1.BootCause|null} [cause] Boot cause
             * @property {string|null} [firmware] Boot firmware
             * @property {string|null} [model] Boot model
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Boot.
             * @memberof callbutton.v1
             * @interface IBoot
             * @augments callbutton.v1.Boot.$Properties
             * @deprecated Use callbutton.v1.Boot.$Properties instead.
             */

            /**
             * Shape of a Boot.
             * @typedef {callbutton.v1.Boot.$Properties} callbutton.v1.Boot.$Shape
             */

            /**
             * Constructs a new Boot.
             * @memberof callbutton.v1
             * @classdesc Represents a Boot.
             * @constructor
             * @param {callbutton.v1.Boot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Boot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Boot cause.
             * @member {callbutton.v1.BootCause} cause
             * @memberof callbutton.v1.Boot
             * @instance
             */
            Boot.prototype.cause = 0;

            /**
             * Boot firmware.
             * @member {string} firmware
             * @memberof callbutton.v1.Boot
             * @instance
             */
            Boot.prototype.firmware = "";

            /**
             * Boot model.
             * @member {string} model
             * @memberof callbutton.v1.Boot
             * @instance
             */
            Boot.prototype.model = "";

            /**
             * Creates a new Boot instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Boot
             * @static
             * @param {callbutton.v1.Boot.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Boot} Boot instance
             * @type {{
             *   (properties: callbutton.v1.Boot.$Shape): callbutton.v1.Boot & callbutton.v1.Boot.$Shape;
             *   (properties?: callbutton.v1.Boot.$Properties): callbutton.v1.Boot;
             * }}
             */
            Boot.create = function(properties) {
                return new Boot(properties);
            };

            /**
             * Encodes the specified Boot message. Does not implicitly {@link callbutton.v1.Boot.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Boot
             * @static
             * @param {callbutton.v1.Boot.$Properties} message Boot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Boot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.cause);
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware") && message.firmware !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.firmware);
                if (message.model != null && $Object.hasOwnProperty.call(message, "model") && message.model !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.model);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Boot message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Boot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Boot & callbutton.v1.Boot.$Shape} Boot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Boot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Boot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.firmware = value;
                            else
                                delete message.firmware;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.model = value;
                            else
                                delete message.model;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Boot;
        })();

        /**
         * BootCause enum.
         * @name callbutton.v1.BootCause
         * @enum {number}
         * @property {number} BOOT_CAUSE_UNSPECIFIED=0 BOOT_CAUSE_UNSPECIFIED value
         * @property {number} BOOT_CAUSE_POWER_ON=1 BOOT_CAUSE_POWER_ON value
         * @property {number} BOOT_CAUSE_RESTART=2 BOOT_CAUSE_RESTART value
         * @property {number} BOOT_CAUSE_WATCHDOG=3 BOOT_CAUSE_WATCHDOG value
         * @property {number} BOOT_CAUSE_BROWNOUT=4 BOOT_CAUSE_BROWNOUT value
         * @property {number} BOOT_CAUSE_UNKNOWN=5 BOOT_CAUSE_UNKNOWN value
         */
        v1.BootCause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "BOOT_CAUSE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "BOOT_CAUSE_POWER_ON"] = 1;
            values[valuesById[2] = "BOOT_CAUSE_RESTART"] = 2;
            values[valuesById[3] = "BOOT_CAUSE_WATCHDOG"] = 3;
            values[valuesById[4] = "BOOT_CAUSE_BROWNOUT"] = 4;
            values[valuesById[5] = "BOOT_CAUSE_UNKNOWN"] = 5;
            return values;
        })();

        v1.Fault = (function() {

            /**
             * Properties of a Fault.
             * @typedef {Object} callbutton.v1.Fault.$Properties
             * @property {callbutton.v1.FaultKind|null} [kind] Fault kind
             * @property {number|null} [detail] Fault detail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Fault.
             * @memberof callbutton.v1
             * @interface IFault
             * @augments callbutton.v1.Fault.$Properties
             * @deprecated Use callbutton.v1.Fault.$Properties instead.
             */

            /**
             * Shape of a Fault.
             * @typedef {callbutton.v1.Fault.$Properties} callbutton.v1.Fault.$Shape
             */

            /**
             * Constructs a new Fault.
             * @memberof callbutton.v1
             * @classdesc Represents a Fault.
             * @constructor
             * @param {callbutton.v1.Fault.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Fault = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Fault kind.
             * @member {callbutton.v1.FaultKind} kind
             * @memberof callbutton.v1.Fault
             * @instance
             */
            Fault.prototype.kind = 0;

            /**
             * Fault detail.
             * @member {number} detail
             * @memberof callbutton.v1.Fault
             * @instance
             */
            Fault.prototype.detail = 0;

            /**
             * Creates a new Fault instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Fault
             * @static
             * @param {callbutton.v1.Fault.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Fault} Fault instance
             * @type {{
             *   (properties: callbutton.v1.Fault.$Shape): callbutton.v1.Fault & callbutton.v1.Fault.$Shape;
             *   (properties?: callbutton.v1.Fault.$Properties): callbutton.v1.Fault;
             * }}
             */
            Fault.create = function(properties) {
                return new Fault(properties);
            };

            /**
             * Encodes the specified Fault message. Does not implicitly {@link callbutton.v1.Fault.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Fault
             * @static
             * @param {callbutton.v1.Fault.$Properties} message Fault message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Fault.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.detail);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Fault message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Fault
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Fault & callbutton.v1.Fault.$Shape} Fault
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Fault.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Fault();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Fault;
        })();

        /**
         * FaultKind enum.
         * @name callbutton.v1.FaultKind
         * @enum {number}
         * @property {number} FAULT_KIND_UNSPECIFIED=0 FAULT_KIND_UNSPECIFIED value
         * @property {number} FAULT_KIND_KEY_STUCK=1 FAULT_KIND_KEY_STUCK value
         * @property {number} FAULT_KIND_STORAGE=2 FAULT_KIND_STORAGE value
         * @property {number} FAULT_KIND_OUTBOX_FULL=3 FAULT_KIND_OUTBOX_FULL value
         * @property {number} FAULT_KIND_EXCEPTION=4 FAULT_KIND_EXCEPTION value
         */
        v1.FaultKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FAULT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FAULT_KIND_KEY_STUCK"] = 1;
            values[valuesById[2] = "FAULT_KIND_STORAGE"] = 2;
            values[valuesById[3] = "FAULT_KIND_OUTBOX_FULL"] = 3;
            values[valuesById[4] = "FAULT_KIND_EXCEPTION"] = 4;
            return values;
        })();

        v1.Battery = (function() {

            /**
             * Properties of a Battery.
             * @typedef {Object} callbutton.v1.Battery.$Properties
             * @property {callbutton.v1.BatteryLevel|null} [level] Battery level
             * @property {number|null} [batteryMv] Battery batteryMv
             * @property {number|null} [batteryPercent] Battery batteryPercent
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Battery.
             * @memberof callbutton.v1
             * @interface IBattery
             * @augments callbutton.v1.Battery.$Properties
             * @deprecated Use callbutton.v1.Battery.$Properties instead.
             */

            /**
             * Shape of a Battery.
             * @typedef {callbutton.v1.Battery.$Properties} callbutton.v1.Battery.$Shape
             */

            /**
             * Constructs a new Battery.
             * @memberof callbutton.v1
             * @classdesc Represents a Battery.
             * @constructor
             * @param {callbutton.v1.Battery.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Battery = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Battery level.
             * @member {callbutton.v1.BatteryLevel} level
             * @memberof callbutton.v1.Battery
             * @instance
             */
            Battery.prototype.level = 0;

            /**
             * Battery batteryMv.
             * @member {number} batteryMv
             * @memberof callbutton.v1.Battery
             * @instance
             */
            Battery.prototype.batteryMv = 0;

            /**
             * Battery batteryPercent.
             * @member {number} batteryPercent
             * @memberof callbutton.v1.Battery
             * @instance
             */
            Battery.prototype.batteryPercent = 0;

            /**
             * Creates a new Battery instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Battery
             * @static
             * @param {callbutton.v1.Battery.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Battery} Battery instance
             * @type {{
             *   (properties: callbutton.v1.Battery.$Shape): callbutton.v1.Battery & callbutton.v1.Battery.$Shape;
             *   (properties?: callbutton.v1.Battery.$Properties): callbutton.v1.Battery;
             * }}
             */
            Battery.create = function(properties) {
                return new Battery(properties);
            };

            /**
             * Encodes the specified Battery message. Does not implicitly {@link callbutton.v1.Battery.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Battery
             * @static
             * @param {callbutton.v1.Battery.$Properties} message Battery message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Battery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.level);
                if (message.batteryMv != null && $Object.hasOwnProperty.call(message, "batteryMv") && message.batteryMv !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.batteryMv);
                if (message.batteryPercent != null && $Object.hasOwnProperty.call(message, "batteryPercent") && message.batteryPercent !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.batteryPercent);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Battery message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Battery
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Battery & callbutton.v1.Battery.$Shape} Battery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Battery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Battery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batteryMv = value;
                            else
                                delete message.batteryMv;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batteryPercent = value;
                            else
                                delete message.batteryPercent;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Battery;
        })();

        /**
         * BatteryLevel enum.
         * @name callbutton.v1.BatteryLevel
         * @enum {number}
         * @property {number} BATTERY_LEVEL_UNSPECIFIED=0 BATTERY_LEVEL_UNSPECIFIED value
         * @property {number} BATTERY_LEVEL_NORMAL=1 BATTERY_LEVEL_NORMAL value
         * @property {number} BATTERY_LEVEL_LOW=2 BATTERY_LEVEL_LOW value
         * @property {number} BATTERY_LEVEL_CRITICAL=3 BATTERY_LEVEL_CRITICAL value
         */
        v1.BatteryLevel = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "BATTERY_LEVEL_UNSPECIFIED"] = 0;
            values[valuesById[1] = "BATTERY_LEVEL_NORMAL"] = 1;
            values[valuesById[2] = "BATTERY_LEVEL_LOW"] = 2;
            values[valuesById[3] = "BATTERY_LEVEL_CRITICAL"] = 3;
            return values;
        })();

        v1.Mains = (function() {

            /**
             * Properties of a Mains.
             * @typedef {Object} callbutton.v1.Mains.$Properties
             * @property {callbutton.v1.MainsState|null} [state] Mains state
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Mains.
             * @memberof callbutton.v1
             * @interface IMains
             * @augments callbutton.v1.Mains.$Properties
             * @deprecated Use callbutton.v1.Mains.$Properties instead.
             */

            /**
             * Shape of a Mains.
             * @typedef {callbutton.v1.Mains.$Properties} callbutton.v1.Mains.$Shape
             */

            /**
             * Constructs a new Mains.
             * @memberof callbutton.v1
             * @classdesc Represents a Mains.
             * @constructor
             * @param {callbutton.v1.Mains.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Mains = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Mains state.
             * @member {callbutton.v1.MainsState} state
             * @memberof callbutton.v1.Mains
             * @instance
             */
            Mains.prototype.state = 0;

            /**
             * Creates a new Mains instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Mains
             * @static
             * @param {callbutton.v1.Mains.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Mains} Mains instance
             * @type {{
             *   (properties: callbutton.v1.Mains.$Shape): callbutton.v1.Mains & callbutton.v1.Mains.$Shape;
             *   (properties?: callbutton.v1.Mains.$Properties): callbutton.v1.Mains;
             * }}
             */
            Mains.create = function(properties) {
                return new Mains(properties);
            };

            /**
             * Encodes the specified Mains message. Does not implicitly {@link callbutton.v1.Mains.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Mains
             * @static
             * @param {callbutton.v1.Mains.$Properties} message Mains message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mains.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.state);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Mains message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Mains
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Mains & callbutton.v1.Mains.$Shape} Mains
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mains.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Mains();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Mains;
        })();

        /**
         * MainsState enum.
         * @name callbutton.v1.MainsState
         * @enum {number}
         * @property {number} MAINS_STATE_UNSPECIFIED=0 MAINS_STATE_UNSPECIFIED value
         * @property {number} MAINS_STATE_LOST=1 MAINS_STATE_LOST value
         * @property {number} MAINS_STATE_RESTORED=2 MAINS_STATE_RESTORED value
         */
        v1.MainsState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MAINS_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "MAINS_STATE_LOST"] = 1;
            values[valuesById[2] = "MAINS_STATE_RESTORED"] = 2;
            return values;
        })();

        v1.CommandResult = (function() {

            /**
             * Properties of a CommandResult.
             * @typedef {Object} callbutton.v1.CommandResult.$Properties
             * @property {number|null} [commandId] CommandResult commandId
             * @property {callbutton.v1.Outcome|null} [outcome] CommandResult outcome
             * @property {string|null} [detail] CommandResult detail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CommandResult.
             * @memberof callbutton.v1
             * @interface ICommandResult
             * @augments callbutton.v1.CommandResult.$Properties
             * @deprecated Use callbutton.v1.CommandResult.$Properties instead.
             */

            /**
             * Shape of a CommandResult.
             * @typedef {callbutton.v1.CommandResult.$Properties} callbutton.v1.CommandResult.$Shape
             */

            /**
             * Constructs a new CommandResult.
             * @memberof callbutton.v1
             * @classdesc Represents a CommandResult.
             * @constructor
             * @param {callbutton.v1.CommandResult.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CommandResult = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CommandResult commandId.
             * @member {number} commandId
             * @memberof callbutton.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.commandId = 0;

            /**
             * CommandResult outcome.
             * @member {callbutton.v1.Outcome} outcome
             * @memberof callbutton.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.outcome = 0;

            /**
             * CommandResult detail.
             * @member {string} detail
             * @memberof callbutton.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.detail = "";

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.CommandResult
             * @static
             * @param {callbutton.v1.CommandResult.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.CommandResult} CommandResult instance
             * @type {{
             *   (properties: callbutton.v1.CommandResult.$Shape): callbutton.v1.CommandResult & callbutton.v1.CommandResult.$Shape;
             *   (properties?: callbutton.v1.CommandResult.$Properties): callbutton.v1.CommandResult;
             * }}
             */
            CommandResult.create = function(properties) {
                return new CommandResult(properties);
            };

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link callbutton.v1.CommandResult.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.CommandResult
             * @static
             * @param {callbutton.v1.CommandResult.$Properties} message CommandResult message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CommandResult.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.commandId);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.detail);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.CommandResult
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.CommandResult & callbutton.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CommandResult.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.CommandResult();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandResult;
        })();

        /**
         * Outcome enum.
         * @name callbutton.v1.Outcome
         * @enum {number}
         * @property {number} OUTCOME_UNSPECIFIED=0 OUTCOME_UNSPECIFIED value
         * @property {number} OUTCOME_DONE=1 OUTCOME_DONE value
         * @property {number} OUTCOME_FAILED=2 OUTCOME_FAILED value
         * @property {number} OUTCOME_UNSUPPORTED=3 OUTCOME_UNSUPPORTED value
         */
        v1.Outcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OUTCOME_DONE"] = 1;
            values[valuesById[2] = "OUTCOME_FAILED"] = 2;
            values[valuesById[3] = "OUTCOME_UNSUPPORTED"] = 3;
            return values;
        })();

        v1.Lost = (function() {

            /**
             * Properties of a Lost.
             * @typedef {Object} callbutton.v1.Lost.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Lost.
             * @memberof callbutton.v1
             * @interface ILost
             * @augments callbutton.v1.Lost.$Properties
             * @deprecated Use callbutton.v1.Lost.$Properties instead.
             */

            /**
             * Shape of a Lost.
             * @typedef {callbutton.v1.Lost.$Properties} callbutton.v1.Lost.$Shape
             */

            /**
             * Constructs a new Lost.
             * @memberof callbutton.v1
             * @classdesc Represents a Lost.
             * @constructor
             * @param {callbutton.v1.Lost.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Lost = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new Lost instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Lost
             * @static
             * @param {callbutton.v1.Lost.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Lost} Lost instance
             * @type {{
             *   (properties: callbutton.v1.Lost.$Shape): callbutton.v1.Lost & callbutton.v1.Lost.$Shape;
             *   (properties?: callbutton.v1.Lost.$Properties): callbutton.v1.Lost;
             * }}
             */
            Lost.create = function(properties) {
                return new Lost(properties);
            };

            /**
             * Encodes the specified Lost message. Does not implicitly {@link callbutton.v1.Lost.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Lost
             * @static
             * @param {callbutton.v1.Lost.$Properties} message Lost message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Lost.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Lost message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Lost
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Lost & callbutton.v1.Lost.$Shape} Lost
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Lost.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Lost();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Lost;
        })();

        v1.UpdateStatus = (function() {

            /**
             * Properties of an UpdateStatus.
             * @typedef {Object} callbutton.v1.UpdateStatus.$Properties
             * @property {number|null} [image] UpdateStatus image
             * @property {callbutton.v1.UpdateState|null} [state] UpdateStatus state
             * @property {number|null} [next] UpdateStatus next
             * @property {string|null} [detail] UpdateStatus detail
             * @property {string|null} [running] UpdateStatus running
             * @property {number|null} [slot] UpdateStatus slot
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateStatus.
             * @memberof callbutton.v1
             * @interface IUpdateStatus
             * @augments callbutton.v1.UpdateStatus.$Properties
             * @deprecated Use callbutton.v1.UpdateStatus.$Properties instead.
             */

            /**
             * Shape of an UpdateStatus.
             * @typedef {callbutton.v1.UpdateStatus.$Properties} callbutton.v1.UpdateStatus.$Shape
             */

            /**
             * Constructs a new UpdateStatus.
             * @memberof callbutton.v1
             * @classdesc Represents an UpdateStatus.
             * @constructor
             * @param {callbutton.v1.UpdateStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateStatus image.
             * @member {number} image
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.image = 0;

            /**
             * UpdateStatus state.
             * @member {callbutton.v1.UpdateState} state
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.state = 0;

            /**
             * UpdateStatus next.
             * @member {number} next
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.next = 0;

            /**
             * UpdateStatus detail.
             * @member {string} detail
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.detail = "";

            /**
             * UpdateStatus running.
             * @member {string} running
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.running = "";

            /**
             * UpdateStatus slot.
             * @member {number} slot
             * @memberof callbutton.v1.UpdateStatus
             * @instance
             */
            UpdateStatus.prototype.slot = 0;

            /**
             * Creates a new UpdateStatus instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.UpdateStatus
             * @static
             * @param {callbutton.v1.UpdateStatus.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.UpdateStatus} UpdateStatus instance
             * @type {{
             *   (properties: callbutton.v1.UpdateStatus.$Shape): callbutton.v1.UpdateStatus & callbutton.v1.UpdateStatus.$Shape;
             *   (properties?: callbutton.v1.UpdateStatus.$Properties): callbutton.v1.UpdateStatus;
             * }}
             */
            UpdateStatus.create = function(properties) {
                return new UpdateStatus(properties);
            };

            /**
             * Encodes the specified UpdateStatus message. Does not implicitly {@link callbutton.v1.UpdateStatus.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.UpdateStatus
             * @static
             * @param {callbutton.v1.UpdateStatus.$Properties} message UpdateStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.image);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.state);
                if (message.next != null && $Object.hasOwnProperty.call(message, "next") && message.next !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.next);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.detail);
                if (message.running != null && $Object.hasOwnProperty.call(message, "running") && message.running !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.running);
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.slot);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateStatus message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.UpdateStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateStatus & callbutton.v1.UpdateStatus.$Shape} UpdateStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.UpdateStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.next = value;
                            else
                                delete message.next;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.running = value;
                            else
                                delete message.running;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateStatus;
        })();

        /**
         * UpdateState enum.
         * @name callbutton.v1.UpdateState
         * @enum {number}
         * @property {number} UPDATE_STATE_UNSPECIFIED=0 UPDATE_STATE_UNSPECIFIED value
         * @property {number} UPDATE_STATE_WANTED=1 UPDATE_STATE_WANTED value
         * @property {number} UPDATE_STATE_WAITING=2 UPDATE_STATE_WAITING value
         * @property {number} UPDATE_STATE_WHOLE=3 UPDATE_STATE_WHOLE value
         * @property {number} UPDATE_STATE_TRIAL=4 UPDATE_STATE_TRIAL value
         * @property {number} UPDATE_STATE_GOOD=5 UPDATE_STATE_GOOD value
         * @property {number} UPDATE_STATE_REFUSED=6 UPDATE_STATE_REFUSED value
         * @property {number} UPDATE_STATE_FAILED=7 UPDATE_STATE_FAILED value
         */
        v1.UpdateState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UPDATE_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "UPDATE_STATE_WANTED"] = 1;
            values[valuesById[2] = "UPDATE_STATE_WAITING"] = 2;
            values[valuesById[3] = "UPDATE_STATE_WHOLE"] = 3;
            values[valuesById[4] = "UPDATE_STATE_TRIAL"] = 4;
            values[valuesById[5] = "UPDATE_STATE_GOOD"] = 5;
            values[valuesById[6] = "UPDATE_STATE_REFUSED"] = 6;
            values[valuesById[7] = "UPDATE_STATE_FAILED"] = 7;
            return values;
        })();

        v1.Downlink = (function() {

            /**
             * Properties of a Downlink.
             * @typedef {Object} callbutton.v1.Downlink.$Properties
             * @property {callbutton.v1.Receipt.$Properties|null} [receipt] Downlink receipt
             * @property {callbutton.v1.Progress.$Properties|null} [progress] Downlink progress
             * @property {callbutton.v1.Configuration.$Properties|null} [configuration] Downlink configuration
             * @property {callbutton.v1.Command.$Properties|null} [command] Downlink command
             * @property {callbutton.v1.Update.$Properties|null} [update] Downlink update
             * @property {"receipt"|"progress"|"configuration"|"command"|"update"} [message] Downlink message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Downlink.
             * @memberof callbutton.v1
             * @interface IDownlink
             * @augments callbutton.v1.Downlink.$Properties
             * @deprecated Use callbutton.v1.Downlink.$Properties instead.
             */

            /**
             * Narrowed shape of a Downlink.
             * @typedef {{
             *   receipt?: callbutton.v1.Receipt.$Shape|null;
             *   progress?: callbutton.v1.Progress.$Shape|null;
             *   configuration?: callbutton.v1.Configuration.$Shape|null;
             *   command?: callbutton.v1.Command.$Shape|null;
             *   update?: callbutton.v1.Update.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ message?: undefined; receipt?: null; progress?: null; configuration?: null; command?: null; update?: null }|{ message?: "receipt"; receipt: callbutton.v1.Receipt.$Shape; progress?: null; configuration?: null; command?: null; update?: null }|{ message?: "progress"; receipt?: null; progress: callbutton.v1.Progress.$Shape; configuration?: null; command?: null; update?: null }|{ message?: "configuration"; receipt?: null; progress?: null; configuration: callbutton.v1.Configuration.$Shape; command?: null; update?: null }|{ message?: "command"; receipt?: null; progress?: null; configuration?: null; command: callbutton.v1.Command.$Shape; update?: null }|{ message?: "update"; receipt?: null; progress?: null; configuration?: null; command?: null; update: callbutton.v1.Update.$Shape })
             * )} callbutton.v1.Downlink.$Shape
             */

            /**
             * Constructs a new Downlink.
             * @memberof callbutton.v1
             * @classdesc Represents a Downlink.
             * @constructor
             * @param {callbutton.v1.Downlink.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Downlink = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Downlink receipt.
             * @member {callbutton.v1.Receipt.$Properties|null|undefined} receipt
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            Downlink.prototype.receipt = null;

            /**
             * Downlink progress.
             * @member {callbutton.v1.Progress.$Properties|null|undefined} progress
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            Downlink.prototype.progress = null;

            /**
             * Downlink configuration.
             * @member {callbutton.v1.Configuration.$Properties|null|undefined} configuration
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            Downlink.prototype.configuration = null;

            /**
             * Downlink command.
             * @member {callbutton.v1.Command.$Properties|null|undefined} command
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            Downlink.prototype.command = null;

            /**
             * Downlink update.
             * @member {callbutton.v1.Update.$Properties|null|undefined} update
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            Downlink.prototype.update = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Downlink message.
             * @member {"receipt"|"progress"|"configuration"|"command"|"update"|undefined} message
             * @memberof callbutton.v1.Downlink
             * @instance
             */
            $Object.defineProperty(Downlink.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["receipt", "progress", "configuration", "command", "update"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Downlink instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Downlink
             * @static
             * @param {callbutton.v1.Downlink.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Downlink} Downlink instance
             * @type {{
             *   (properties: callbutton.v1.Downlink.$Shape): callbutton.v1.Downlink & callbutton.v1.Downlink.$Shape;
             *   (properties?: callbutton.v1.Downlink.$Properties): callbutton.v1.Downlink;
             * }}
             */
            Downlink.create = function(properties) {
                return new Downlink(properties);
            };

            /**
             * Encodes the specified Downlink message. Does not implicitly {@link callbutton.v1.Downlink.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Downlink
             * @static
             * @param {callbutton.v1.Downlink.$Properties} message Downlink message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Downlink.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.receipt != null && $Object.hasOwnProperty.call(message, "receipt"))
                    $root.callbutton.v1.Receipt.encode(message.receipt, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                    $root.callbutton.v1.Progress.encode(message.progress, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.configuration != null && $Object.hasOwnProperty.call(message, "configuration"))
                    $root.callbutton.v1.Configuration.encode(message.configuration, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                    $root.callbutton.v1.Command.encode(message.command, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.callbutton.v1.Update.encode(message.update, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Downlink message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Downlink
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Downlink & callbutton.v1.Downlink.$Shape} Downlink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Downlink.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Downlink();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.receipt = $root.callbutton.v1.Receipt.decode(reader, reader.size(), $undefined, _depth + 1, message.receipt);
                            message.message = "receipt";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.progress = $root.callbutton.v1.Progress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                            message.message = "progress";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.configuration = $root.callbutton.v1.Configuration.decode(reader, reader.size(), $undefined, _depth + 1, message.configuration);
                            message.message = "configuration";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.callbutton.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            message.message = "command";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.callbutton.v1.Update.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            message.message = "update";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Downlink;
        })();

        v1.Receipt = (function() {

            /**
             * Properties of a Receipt.
             * @typedef {Object} callbutton.v1.Receipt.$Properties
             * @property {number|null} [answers] Receipt answers
             * @property {callbutton.v1.Identity.$Properties|null} [identity] Receipt identity
             * @property {callbutton.v1.ReceiptResult|null} [result] Receipt result
             * @property {callbutton.v1.Reason|null} [reason] Receipt reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Receipt.
             * @memberof callbutton.v1
             * @interface IReceipt
             * @augments callbutton.v1.Receipt.$Properties
             * @deprecated Use callbutton.v1.Receipt.$Properties instead.
             */

            /**
             * Shape of a Receipt.
             * @typedef {callbutton.v1.Receipt.$Properties} callbutton.v1.Receipt.$Shape
             */

            /**
             * Constructs a new Receipt.
             * @memberof callbutton.v1
             * @classdesc Represents a Receipt.
             * @constructor
             * @param {callbutton.v1.Receipt.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Receipt = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Receipt answers.
             * @member {number} answers
             * @memberof callbutton.v1.Receipt
             * @instance
             */
            Receipt.prototype.answers = 0;

            /**
             * Receipt identity.
             * @member {callbutton.v1.Identity.$Properties|null|undefined} identity
             * @memberof callbutton.v1.Receipt
             * @instance
             */
            Receipt.prototype.identity = null;

            /**
             * Receipt result.
             * @member {callbutton.v1.ReceiptResult} result
             * @memberof callbutton.v1.Receipt
             * @instance
             */
            Receipt.prototype.result = 0;

            /**
             * Receipt reason.
             * @member {callbutton.v1.Reason} reason
             * @memberof callbutton.v1.Receipt
             * @instance
             */
            Receipt.prototype.reason = 0;

            /**
             * Creates a new Receipt instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Receipt
             * @static
             * @param {callbutton.v1.Receipt.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Receipt} Receipt instance
             * @type {{
             *   (properties: callbutton.v1.Receipt.$Shape): callbutton.v1.Receipt & callbutton.v1.Receipt.$Shape;
             *   (properties?: callbutton.v1.Receipt.$Properties): callbutton.v1.Receipt;
             * }}
             */
            Receipt.create = function(properties) {
                return new Receipt(properties);
            };

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link callbutton.v1.Receipt.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Receipt
             * @static
             * @param {callbutton.v1.Receipt.$Properties} message Receipt message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Receipt.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.answers != null && $Object.hasOwnProperty.call(message, "answers") && message.answers !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.answers);
                if (message.identity != null && $Object.hasOwnProperty.call(message, "identity"))
                    $root.callbutton.v1.Identity.encode(message.identity, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.result);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Receipt
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Receipt & callbutton.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Receipt.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Receipt();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.answers = value;
                            else
                                delete message.answers;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.identity = $root.callbutton.v1.Identity.decode(reader, reader.size(), $undefined, _depth + 1, message.identity);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Receipt;
        })();

        /**
         * ReceiptResult enum.
         * @name callbutton.v1.ReceiptResult
         * @enum {number}
         * @property {number} RECEIPT_RESULT_UNSPECIFIED=0 RECEIPT_RESULT_UNSPECIFIED value
         * @property {number} RECEIPT_RESULT_STORED=1 RECEIPT_RESULT_STORED value
         * @property {number} RECEIPT_RESULT_DUPLICATE=2 RECEIPT_RESULT_DUPLICATE value
         * @property {number} RECEIPT_RESULT_REJECTED=3 RECEIPT_RESULT_REJECTED value
         */
        v1.ReceiptResult = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "RECEIPT_RESULT_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RECEIPT_RESULT_STORED"] = 1;
            values[valuesById[2] = "RECEIPT_RESULT_DUPLICATE"] = 2;
            values[valuesById[3] = "RECEIPT_RESULT_REJECTED"] = 3;
            return values;
        })();

        /**
         * Reason enum.
         * @name callbutton.v1.Reason
         * @enum {number}
         * @property {number} REASON_UNSPECIFIED=0 REASON_UNSPECIFIED value
         * @property {number} REASON_FRAME_MALFORMED=1 REASON_FRAME_MALFORMED value
         * @property {number} REASON_EVENT_MISSING=2 REASON_EVENT_MISSING value
         * @property {number} REASON_IDENTITY_INVALID=3 REASON_IDENTITY_INVALID value
         * @property {number} REASON_ENUM_UNSPECIFIED=4 REASON_ENUM_UNSPECIFIED value
         * @property {number} REASON_FIELD_OUT_OF_RANGE=5 REASON_FIELD_OUT_OF_RANGE value
         */
        v1.Reason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REASON_FRAME_MALFORMED"] = 1;
            values[valuesById[2] = "REASON_EVENT_MISSING"] = 2;
            values[valuesById[3] = "REASON_IDENTITY_INVALID"] = 3;
            values[valuesById[4] = "REASON_ENUM_UNSPECIFIED"] = 4;
            values[valuesById[5] = "REASON_FIELD_OUT_OF_RANGE"] = 5;
            return values;
        })();

        v1.Progress = (function() {

            /**
             * Properties of a Progress.
             * @typedef {Object} callbutton.v1.Progress.$Properties
             * @property {boolean|null} [complete] Progress complete
             * @property {Array.<callbutton.v1.CallNews.$Properties>|null} [calls] Progress calls
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Progress.
             * @memberof callbutton.v1
             * @interface IProgress
             * @augments callbutton.v1.Progress.$Properties
             * @deprecated Use callbutton.v1.Progress.$Properties instead.
             */

            /**
             * Shape of a Progress.
             * @typedef {callbutton.v1.Progress.$Properties} callbutton.v1.Progress.$Shape
             */

            /**
             * Constructs a new Progress.
             * @memberof callbutton.v1
             * @classdesc Represents a Progress.
             * @constructor
             * @param {callbutton.v1.Progress.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Progress = function (properties) {
                this.calls = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Progress complete.
             * @member {boolean} complete
             * @memberof callbutton.v1.Progress
             * @instance
             */
            Progress.prototype.complete = false;

            /**
             * Progress calls.
             * @member {Array.<callbutton.v1.CallNews.$Properties>} calls
             * @memberof callbutton.v1.Progress
             * @instance
             */
            Progress.prototype.calls = $util.emptyArray;

            /**
             * Creates a new Progress instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Progress
             * @static
             * @param {callbutton.v1.Progress.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Progress} Progress instance
             * @type {{
             *   (properties: callbutton.v1.Progress.$Shape): callbutton.v1.Progress & callbutton.v1.Progress.$Shape;
             *   (properties?: callbutton.v1.Progress.$Properties): callbutton.v1.Progress;
             * }}
             */
            Progress.create = function(properties) {
                return new Progress(properties);
            };

            /**
             * Encodes the specified Progress message. Does not implicitly {@link callbutton.v1.Progress.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Progress
             * @static
             * @param {callbutton.v1.Progress.$Properties} message Progress message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Progress.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.complete != null && $Object.hasOwnProperty.call(message, "complete") && message.complete !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.complete);
                if (message.calls != null && message.calls.length)
                    for (let i = 0; i < message.calls.length; ++i)
                        $root.callbutton.v1.CallNews.encode(message.calls[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Progress message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Progress
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Progress & callbutton.v1.Progress.$Shape} Progress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Progress.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Progress();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.complete = value;
                            else
                                delete message.complete;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.calls && message.calls.length))
                                message.calls = [];
                            message.calls.push($root.callbutton.v1.CallNews.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Progress;
        })();

        v1.CallNews = (function() {

            /**
             * Properties of a CallNews.
             * @typedef {Object} callbutton.v1.CallNews.$Properties
             * @property {callbutton.v1.Identity.$Properties|null} [openedBy] CallNews openedBy
             * @property {callbutton.v1.Key|null} [key] CallNews key
             * @property {callbutton.v1.CallStage|null} [stage] CallNews stage
             * @property {callbutton.v1.Identity.$Properties|null} [latest] CallNews latest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CallNews.
             * @memberof callbutton.v1
             * @interface ICallNews
             * @augments callbutton.v1.CallNews.$Properties
             * @deprecated Use callbutton.v1.CallNews.$Properties instead.
             */

            /**
             * Shape of a CallNews.
             * @typedef {callbutton.v1.CallNews.$Properties} callbutton.v1.CallNews.$Shape
             */

            /**
             * Constructs a new CallNews.
             * @memberof callbutton.v1
             * @classdesc Represents a CallNews.
             * @constructor
             * @param {callbutton.v1.CallNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CallNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CallNews openedBy.
             * @member {callbutton.v1.Identity.$Properties|null|undefined} openedBy
             * @memberof callbutton.v1.CallNews
             * @instance
             */
            CallNews.prototype.openedBy = null;

            /**
             * CallNews key.
             * @member {callbutton.v1.Key} key
             * @memberof callbutton.v1.CallNews
             * @instance
             */
            CallNews.prototype.key = 0;

            /**
             * CallNews stage.
             * @member {callbutton.v1.CallStage} stage
             * @memberof callbutton.v1.CallNews
             * @instance
             */
            CallNews.prototype.stage = 0;

            /**
             * CallNews latest.
             * @member {callbutton.v1.Identity.$Properties|null|undefined} latest
             * @memberof callbutton.v1.CallNews
             * @instance
             */
            CallNews.prototype.latest = null;

            /**
             * Creates a new CallNews instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.CallNews
             * @static
             * @param {callbutton.v1.CallNews.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.CallNews} CallNews instance
             * @type {{
             *   (properties: callbutton.v1.CallNews.$Shape): callbutton.v1.CallNews & callbutton.v1.CallNews.$Shape;
             *   (properties?: callbutton.v1.CallNews.$Properties): callbutton.v1.CallNews;
             * }}
             */
            CallNews.create = function(properties) {
                return new CallNews(properties);
            };

            /**
             * Encodes the specified CallNews message. Does not implicitly {@link callbutton.v1.CallNews.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.CallNews
             * @static
             * @param {callbutton.v1.CallNews.$Properties} message CallNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CallNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.openedBy != null && $Object.hasOwnProperty.call(message, "openedBy"))
                    $root.callbutton.v1.Identity.encode(message.openedBy, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.key);
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage") && message.stage !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.stage);
                if (message.latest != null && $Object.hasOwnProperty.call(message, "latest"))
                    $root.callbutton.v1.Identity.encode(message.latest, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CallNews message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.CallNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.CallNews & callbutton.v1.CallNews.$Shape} CallNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CallNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.CallNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.openedBy = $root.callbutton.v1.Identity.decode(reader, reader.size(), $undefined, _depth + 1, message.openedBy);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.stage = value;
                            else
                                delete message.stage;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.latest = $root.callbutton.v1.Identity.decode(reader, reader.size(), $undefined, _depth + 1, message.latest);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CallNews;
        })();

        /**
         * CallStage enum.
         * @name callbutton.v1.CallStage
         * @enum {number}
         * @property {number} CALL_STAGE_UNSPECIFIED=0 CALL_STAGE_UNSPECIFIED value
         * @property {number} CALL_STAGE_STORED=1 CALL_STAGE_STORED value
         * @property {number} CALL_STAGE_ACCEPTED=2 CALL_STAGE_ACCEPTED value
         * @property {number} CALL_STAGE_ANSWERED=3 CALL_STAGE_ANSWERED value
         * @property {number} CALL_STAGE_DISPATCHED=4 CALL_STAGE_DISPATCHED value
         * @property {number} CALL_STAGE_CLOSED=5 CALL_STAGE_CLOSED value
         * @property {number} CALL_STAGE_UNANSWERED=6 CALL_STAGE_UNANSWERED value
         */
        v1.CallStage = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CALL_STAGE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CALL_STAGE_STORED"] = 1;
            values[valuesById[2] = "CALL_STAGE_ACCEPTED"] = 2;
            values[valuesById[3] = "CALL_STAGE_ANSWERED"] = 3;
            values[valuesById[4] = "CALL_STAGE_DISPATCHED"] = 4;
            values[valuesById[5] = "CALL_STAGE_CLOSED"] = 5;
            values[valuesById[6] = "CALL_STAGE_UNANSWERED"] = 6;
            return values;
        })();

        v1.Configuration = (function() {

            /**
             * Properties of a Configuration.
             * @typedef {Object} callbutton.v1.Configuration.$Properties
             * @property {number|null} [revision] Configuration revision
             * @property {number|null} [heartbeatS] Configuration heartbeatS
             * @property {number|null} [unreachedAfterS] Configuration unreachedAfterS
             * @property {callbutton.v1.Address.$Properties|null} [mainGateway] Configuration mainGateway
             * @property {callbutton.v1.Address.$Properties|null} [spareGateway] Configuration spareGateway
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Configuration.
             * @memberof callbutton.v1
             * @interface IConfiguration
             * @augments callbutton.v1.Configuration.$Properties
             * @deprecated Use callbutton.v1.Configuration.$Properties instead.
             */

            /**
             * Shape of a Configuration.
             * @typedef {callbutton.v1.Configuration.$Properties} callbutton.v1.Configuration.$Shape
             */

            /**
             * Constructs a new Configuration.
             * @memberof callbutton.v1
             * @classdesc Represents a Configuration.
             * @constructor
             * @param {callbutton.v1.Configuration.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Configuration = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Configuration revision.
             * @member {number} revision
             * @memberof callbutton.v1.Configuration
             * @instance
             */
            Configuration.prototype.revision = 0;

            /**
             * Configuration heartbeatS.
             * @member {number} heartbeatS
             * @memberof callbutton.v1.Configuration
             * @instance
             */
            Configuration.prototype.heartbeatS = 0;

            /**
             * Configuration unreachedAfterS.
             * @member {number} unreachedAfterS
             * @memberof callbutton.v1.Configuration
             * @instance
             */
            Configuration.prototype.unreachedAfterS = 0;

            /**
             * Configuration mainGateway.
             * @member {callbutton.v1.Address.$Properties|null|undefined} mainGateway
             * @memberof callbutton.v1.Configuration
             * @instance
             */
            Configuration.prototype.mainGateway = null;

            /**
             * Configuration spareGateway.
             * @member {callbutton.v1.Address.$Properties|null|undefined} spareGateway
             * @memberof callbutton.v1.Configuration
             * @instance
             */
            Configuration.prototype.spareGateway = null;

            /**
             * Creates a new Configuration instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Configuration
             * @static
             * @param {callbutton.v1.Configuration.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Configuration} Configuration instance
             * @type {{
             *   (properties: callbutton.v1.Configuration.$Shape): callbutton.v1.Configuration & callbutton.v1.Configuration.$Shape;
             *   (properties?: callbutton.v1.Configuration.$Properties): callbutton.v1.Configuration;
             * }}
             */
            Configuration.create = function(properties) {
                return new Configuration(properties);
            };

            /**
             * Encodes the specified Configuration message. Does not implicitly {@link callbutton.v1.Configuration.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Configuration
             * @static
             * @param {callbutton.v1.Configuration.$Properties} message Configuration message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Configuration.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.revision);
                if (message.heartbeatS != null && $Object.hasOwnProperty.call(message, "heartbeatS") && message.heartbeatS !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.heartbeatS);
                if (message.unreachedAfterS != null && $Object.hasOwnProperty.call(message, "unreachedAfterS") && message.unreachedAfterS !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.unreachedAfterS);
                if (message.mainGateway != null && $Object.hasOwnProperty.call(message, "mainGateway"))
                    $root.callbutton.v1.Address.encode(message.mainGateway, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.spareGateway != null && $Object.hasOwnProperty.call(message, "spareGateway"))
                    $root.callbutton.v1.Address.encode(message.spareGateway, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Configuration message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Configuration
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Configuration & callbutton.v1.Configuration.$Shape} Configuration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Configuration.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Configuration();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatS = value;
                            else
                                delete message.heartbeatS;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.unreachedAfterS = value;
                            else
                                delete message.unreachedAfterS;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.mainGateway = $root.callbutton.v1.Address.decode(reader, reader.size(), $undefined, _depth + 1, message.mainGateway);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.spareGateway = $root.callbutton.v1.Address.decode(reader, reader.size(), $undefined, _depth + 1, message.spareGateway);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Configuration;
        })();

        v1.Address = (function() {

            /**
             * Properties of an Address.
             * @typedef {Object} callbutton.v1.Address.$Properties
             * @property {string|null} [host] Address host
             * @property {number|null} [port] Address port
             * @property {boolean|null} [tls] Address tls
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Address.
             * @memberof callbutton.v1
             * @interface IAddress
             * @augments callbutton.v1.Address.$Properties
             * @deprecated Use callbutton.v1.Address.$Properties instead.
             */

            /**
             * Shape of an Address.
             * @typedef {callbutton.v1.Address.$Properties} callbutton.v1.Address.$Shape
             */

            /**
             * Constructs a new Address.
             * @memberof callbutton.v1
             * @classdesc Represents an Address.
             * @constructor
             * @param {callbutton.v1.Address.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Address = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Address host.
             * @member {string} host
             * @memberof callbutton.v1.Address
             * @instance
             */
            Address.prototype.host = "";

            /**
             * Address port.
             * @member {number} port
             * @memberof callbutton.v1.Address
             * @instance
             */
            Address.prototype.port = 0;

            /**
             * Address tls.
             * @member {boolean} tls
             * @memberof callbutton.v1.Address
             * @instance
             */
            Address.prototype.tls = false;

            /**
             * Creates a new Address instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Address
             * @static
             * @param {callbutton.v1.Address.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Address} Address instance
             * @type {{
             *   (properties: callbutton.v1.Address.$Shape): callbutton.v1.Address & callbutton.v1.Address.$Shape;
             *   (properties?: callbutton.v1.Address.$Properties): callbutton.v1.Address;
             * }}
             */
            Address.create = function(properties) {
                return new Address(properties);
            };

            /**
             * Encodes the specified Address message. Does not implicitly {@link callbutton.v1.Address.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Address
             * @static
             * @param {callbutton.v1.Address.$Properties} message Address message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Address.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.host);
                if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.port);
                if (message.tls != null && $Object.hasOwnProperty.call(message, "tls") && message.tls !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.tls);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Address message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Address
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Address & callbutton.v1.Address.$Shape} Address
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Address.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Address();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.host = value;
                            else
                                delete message.host;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.port = value;
                            else
                                delete message.port;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.tls = value;
                            else
                                delete message.tls;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Address;
        })();

        v1.Command = (function() {

            /**
             * Properties of a Command.
             * @typedef {Object} callbutton.v1.Command.$Properties
             * @property {number|null} [commandId] Command commandId
             * @property {callbutton.v1.Locate.$Properties|null} [locate] Command locate
             * @property {callbutton.v1.SelfTest.$Properties|null} [selfTest] Command selfTest
             * @property {callbutton.v1.Reboot.$Properties|null} [reboot] Command reboot
             * @property {callbutton.v1.RotateKey.$Properties|null} [rotateKey] Command rotateKey
             * @property {"locate"|"selfTest"|"reboot"|"rotateKey"} [action] Command action
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Command.
             * @memberof callbutton.v1
             * @interface ICommand
             * @augments callbutton.v1.Command.$Properties
             * @deprecated Use callbutton.v1.Command.$Properties instead.
             */

            /**
             * Narrowed shape of a Command.
             * @typedef {{
             *   commandId?: number|null;
             *   locate?: callbutton.v1.Locate.$Shape|null;
             *   selfTest?: callbutton.v1.SelfTest.$Shape|null;
             *   reboot?: callbutton.v1.Reboot.$Shape|null;
             *   rotateKey?: callbutton.v1.RotateKey.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ action?: undefined; locate?: null; selfTest?: null; reboot?: null; rotateKey?: null }|{ action?: "locate"; locate: callbutton.v1.Locate.$Shape; selfTest?: null; reboot?: null; rotateKey?: null }|{ action?: "selfTest"; locate?: null; selfTest: callbutton.v1.SelfTest.$Shape; reboot?: null; rotateKey?: null }|{ action?: "reboot"; locate?: null; selfTest?: null; reboot: callbutton.v1.Reboot.$Shape; rotateKey?: null }|{ action?: "rotateKey"; locate?: null; selfTest?: null; reboot?: null; rotateKey: callbutton.v1.RotateKey.$Shape })
             * )} callbutton.v1.Command.$Shape
             */

            /**
             * Constructs a new Command.
             * @memberof callbutton.v1
             * @classdesc Represents a Command.
             * @constructor
             * @param {callbutton.v1.Command.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Command commandId.
             * @member {number} commandId
             * @memberof callbutton.v1.Command
             * @instance
             */
            Command.prototype.commandId = 0;

            /**
             * Command locate.
             * @member {callbutton.v1.Locate.$Properties|null|undefined} locate
             * @memberof callbutton.v1.Command
             * @instance
             */
            Command.prototype.locate = null;

            /**
             * Command selfTest.
             * @member {callbutton.v1.SelfTest.$Properties|null|undefined} selfTest
             * @memberof callbutton.v1.Command
             * @instance
             */
            Command.prototype.selfTest = null;

            /**
             * Command reboot.
             * @member {callbutton.v1.Reboot.$Properties|null|undefined} reboot
             * @memberof callbutton.v1.Command
             * @instance
             */
            Command.prototype.reboot = null;

            /**
             * Command rotateKey.
             * @member {callbutton.v1.RotateKey.$Properties|null|undefined} rotateKey
             * @memberof callbutton.v1.Command
             * @instance
             */
            Command.prototype.rotateKey = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Command action.
             * @member {"locate"|"selfTest"|"reboot"|"rotateKey"|undefined} action
             * @memberof callbutton.v1.Command
             * @instance
             */
            $Object.defineProperty(Command.prototype, "action", {
                get: $util.oneOfGetter($oneOfFields = ["locate", "selfTest", "reboot", "rotateKey"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Command instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Command
             * @static
             * @param {callbutton.v1.Command.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Command} Command instance
             * @type {{
             *   (properties: callbutton.v1.Command.$Shape): callbutton.v1.Command & callbutton.v1.Command.$Shape;
             *   (properties?: callbutton.v1.Command.$Properties): callbutton.v1.Command;
             * }}
             */
            Command.create = function(properties) {
                return new Command(properties);
            };

            /**
             * Encodes the specified Command message. Does not implicitly {@link callbutton.v1.Command.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Command
             * @static
             * @param {callbutton.v1.Command.$Properties} message Command message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.commandId);
                if (message.locate != null && $Object.hasOwnProperty.call(message, "locate"))
                    $root.callbutton.v1.Locate.encode(message.locate, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.selfTest != null && $Object.hasOwnProperty.call(message, "selfTest"))
                    $root.callbutton.v1.SelfTest.encode(message.selfTest, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.reboot != null && $Object.hasOwnProperty.call(message, "reboot"))
                    $root.callbutton.v1.Reboot.encode(message.reboot, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.rotateKey != null && $Object.hasOwnProperty.call(message, "rotateKey"))
                    $root.callbutton.v1.RotateKey.encode(message.rotateKey, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Command
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Command & callbutton.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.locate = $root.callbutton.v1.Locate.decode(reader, reader.size(), $undefined, _depth + 1, message.locate);
                            message.action = "locate";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.selfTest = $root.callbutton.v1.SelfTest.decode(reader, reader.size(), $undefined, _depth + 1, message.selfTest);
                            message.action = "selfTest";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.reboot = $root.callbutton.v1.Reboot.decode(reader, reader.size(), $undefined, _depth + 1, message.reboot);
                            message.action = "reboot";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.rotateKey = $root.callbutton.v1.RotateKey.decode(reader, reader.size(), $undefined, _depth + 1, message.rotateKey);
                            message.action = "rotateKey";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        v1.Locate = (function() {

            /**
             * Properties of a Locate.
             * @typedef {Object} callbutton.v1.Locate.$Properties
             * @property {number|null} [seconds] Locate seconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Locate.
             * @memberof callbutton.v1
             * @interface ILocate
             * @augments callbutton.v1.Locate.$Properties
             * @deprecated Use callbutton.v1.Locate.$Properties instead.
             */

            /**
             * Shape of a Locate.
             * @typedef {callbutton.v1.Locate.$Properties} callbutton.v1.Locate.$Shape
             */

            /**
             * Constructs a new Locate.
             * @memberof callbutton.v1
             * @classdesc Represents a Locate.
             * @constructor
             * @param {callbutton.v1.Locate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Locate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Locate seconds.
             * @member {number} seconds
             * @memberof callbutton.v1.Locate
             * @instance
             */
            Locate.prototype.seconds = 0;

            /**
             * Creates a new Locate instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Locate
             * @static
             * @param {callbutton.v1.Locate.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Locate} Locate instance
             * @type {{
             *   (properties: callbutton.v1.Locate.$Shape): callbutton.v1.Locate & callbutton.v1.Locate.$Shape;
             *   (properties?: callbutton.v1.Locate.$Properties): callbutton.v1.Locate;
             * }}
             */
            Locate.create = function(properties) {
                return new Locate(properties);
            };

            /**
             * Encodes the specified Locate message. Does not implicitly {@link callbutton.v1.Locate.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Locate
             * @static
             * @param {callbutton.v1.Locate.$Properties} message Locate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Locate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds") && message.seconds !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.seconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Locate message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Locate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Locate & callbutton.v1.Locate.$Shape} Locate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Locate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Locate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seconds = value;
                            else
                                delete message.seconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Locate;
        })();

        v1.SelfTest = (function() {

            /**
             * Properties of a SelfTest.
             * @typedef {Object} callbutton.v1.SelfTest.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SelfTest.
             * @memberof callbutton.v1
             * @interface ISelfTest
             * @augments callbutton.v1.SelfTest.$Properties
             * @deprecated Use callbutton.v1.SelfTest.$Properties instead.
             */

            /**
             * Shape of a SelfTest.
             * @typedef {callbutton.v1.SelfTest.$Properties} callbutton.v1.SelfTest.$Shape
             */

            /**
             * Constructs a new SelfTest.
             * @memberof callbutton.v1
             * @classdesc Represents a SelfTest.
             * @constructor
             * @param {callbutton.v1.SelfTest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SelfTest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new SelfTest instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.SelfTest
             * @static
             * @param {callbutton.v1.SelfTest.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.SelfTest} SelfTest instance
             * @type {{
             *   (properties: callbutton.v1.SelfTest.$Shape): callbutton.v1.SelfTest & callbutton.v1.SelfTest.$Shape;
             *   (properties?: callbutton.v1.SelfTest.$Properties): callbutton.v1.SelfTest;
             * }}
             */
            SelfTest.create = function(properties) {
                return new SelfTest(properties);
            };

            /**
             * Encodes the specified SelfTest message. Does not implicitly {@link callbutton.v1.SelfTest.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.SelfTest
             * @static
             * @param {callbutton.v1.SelfTest.$Properties} message SelfTest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SelfTest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SelfTest message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.SelfTest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.SelfTest & callbutton.v1.SelfTest.$Shape} SelfTest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SelfTest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.SelfTest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SelfTest;
        })();

        v1.Reboot = (function() {

            /**
             * Properties of a Reboot.
             * @typedef {Object} callbutton.v1.Reboot.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Reboot.
             * @memberof callbutton.v1
             * @interface IReboot
             * @augments callbutton.v1.Reboot.$Properties
             * @deprecated Use callbutton.v1.Reboot.$Properties instead.
             */

            /**
             * Shape of a Reboot.
             * @typedef {callbutton.v1.Reboot.$Properties} callbutton.v1.Reboot.$Shape
             */

            /**
             * Constructs a new Reboot.
             * @memberof callbutton.v1
             * @classdesc Represents a Reboot.
             * @constructor
             * @param {callbutton.v1.Reboot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Reboot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new Reboot instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Reboot
             * @static
             * @param {callbutton.v1.Reboot.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Reboot} Reboot instance
             * @type {{
             *   (properties: callbutton.v1.Reboot.$Shape): callbutton.v1.Reboot & callbutton.v1.Reboot.$Shape;
             *   (properties?: callbutton.v1.Reboot.$Properties): callbutton.v1.Reboot;
             * }}
             */
            Reboot.create = function(properties) {
                return new Reboot(properties);
            };

            /**
             * Encodes the specified Reboot message. Does not implicitly {@link callbutton.v1.Reboot.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Reboot
             * @static
             * @param {callbutton.v1.Reboot.$Properties} message Reboot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Reboot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Reboot message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Reboot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Reboot & callbutton.v1.Reboot.$Shape} Reboot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Reboot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Reboot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Reboot;
        })();

        v1.RotateKey = (function() {

            /**
             * Properties of a RotateKey.
             * @typedef {Object} callbutton.v1.RotateKey.$Properties
             * @property {number|null} [keyVersion] RotateKey keyVersion
             * @property {Uint8Array|null} [nonce] RotateKey nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RotateKey.
             * @memberof callbutton.v1
             * @interface IRotateKey
             * @augments callbutton.v1.RotateKey.$Properties
             * @deprecated Use callbutton.v1.RotateKey.$Properties instead.
             */

            /**
             * Shape of a RotateKey.
             * @typedef {callbutton.v1.RotateKey.$Properties} callbutton.v1.RotateKey.$Shape
             */

            /**
             * Constructs a new RotateKey.
             * @memberof callbutton.v1
             * @classdesc Represents a RotateKey.
             * @constructor
             * @param {callbutton.v1.RotateKey.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RotateKey = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RotateKey keyVersion.
             * @member {number} keyVersion
             * @memberof callbutton.v1.RotateKey
             * @instance
             */
            RotateKey.prototype.keyVersion = 0;

            /**
             * RotateKey nonce.
             * @member {Uint8Array} nonce
             * @memberof callbutton.v1.RotateKey
             * @instance
             */
            RotateKey.prototype.nonce = $util.newBuffer([]);

            /**
             * Creates a new RotateKey instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.RotateKey
             * @static
             * @param {callbutton.v1.RotateKey.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.RotateKey} RotateKey instance
             * @type {{
             *   (properties: callbutton.v1.RotateKey.$Shape): callbutton.v1.RotateKey & callbutton.v1.RotateKey.$Shape;
             *   (properties?: callbutton.v1.RotateKey.$Properties): callbutton.v1.RotateKey;
             * }}
             */
            RotateKey.create = function(properties) {
                return new RotateKey(properties);
            };

            /**
             * Encodes the specified RotateKey message. Does not implicitly {@link callbutton.v1.RotateKey.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.RotateKey
             * @static
             * @param {callbutton.v1.RotateKey.$Properties} message RotateKey message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RotateKey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.keyVersion != null && $Object.hasOwnProperty.call(message, "keyVersion") && message.keyVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.keyVersion);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RotateKey message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.RotateKey
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.RotateKey & callbutton.v1.RotateKey.$Shape} RotateKey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RotateKey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.RotateKey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keyVersion = value;
                            else
                                delete message.keyVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RotateKey;
        })();

        v1.Update = (function() {

            /**
             * Properties of an Update.
             * @typedef {Object} callbutton.v1.Update.$Properties
             * @property {callbutton.v1.UpdateOffer.$Properties|null} [offer] Update offer
             * @property {callbutton.v1.UpdateChunk.$Properties|null} [chunk] Update chunk
             * @property {callbutton.v1.UpdateFinish.$Properties|null} [finish] Update finish
             * @property {callbutton.v1.UpdateBack.$Properties|null} [back] Update back
             * @property {"offer"|"chunk"|"finish"|"back"} [step] Update step
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Update.
             * @memberof callbutton.v1
             * @interface IUpdate
             * @augments callbutton.v1.Update.$Properties
             * @deprecated Use callbutton.v1.Update.$Properties instead.
             */

            /**
             * Narrowed shape of an Update.
             * @typedef {{
             *   offer?: callbutton.v1.UpdateOffer.$Shape|null;
             *   chunk?: callbutton.v1.UpdateChunk.$Shape|null;
             *   finish?: callbutton.v1.UpdateFinish.$Shape|null;
             *   back?: callbutton.v1.UpdateBack.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ step?: undefined; offer?: null; chunk?: null; finish?: null; back?: null }|{ step?: "offer"; offer: callbutton.v1.UpdateOffer.$Shape; chunk?: null; finish?: null; back?: null }|{ step?: "chunk"; offer?: null; chunk: callbutton.v1.UpdateChunk.$Shape; finish?: null; back?: null }|{ step?: "finish"; offer?: null; chunk?: null; finish: callbutton.v1.UpdateFinish.$Shape; back?: null }|{ step?: "back"; offer?: null; chunk?: null; finish?: null; back: callbutton.v1.UpdateBack.$Shape })
             * )} callbutton.v1.Update.$Shape
             */

            /**
             * Constructs a new Update.
             * @memberof callbutton.v1
             * @classdesc Represents an Update.
             * @constructor
             * @param {callbutton.v1.Update.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Update = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Update offer.
             * @member {callbutton.v1.UpdateOffer.$Properties|null|undefined} offer
             * @memberof callbutton.v1.Update
             * @instance
             */
            Update.prototype.offer = null;

            /**
             * Update chunk.
             * @member {callbutton.v1.UpdateChunk.$Properties|null|undefined} chunk
             * @memberof callbutton.v1.Update
             * @instance
             */
            Update.prototype.chunk = null;

            /**
             * Update finish.
             * @member {callbutton.v1.UpdateFinish.$Properties|null|undefined} finish
             * @memberof callbutton.v1.Update
             * @instance
             */
            Update.prototype.finish = null;

            /**
             * Update back.
             * @member {callbutton.v1.UpdateBack.$Properties|null|undefined} back
             * @memberof callbutton.v1.Update
             * @instance
             */
            Update.prototype.back = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Update step.
             * @member {"offer"|"chunk"|"finish"|"back"|undefined} step
             * @memberof callbutton.v1.Update
             * @instance
             */
            $Object.defineProperty(Update.prototype, "step", {
                get: $util.oneOfGetter($oneOfFields = ["offer", "chunk", "finish", "back"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Update instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.Update
             * @static
             * @param {callbutton.v1.Update.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.Update} Update instance
             * @type {{
             *   (properties: callbutton.v1.Update.$Shape): callbutton.v1.Update & callbutton.v1.Update.$Shape;
             *   (properties?: callbutton.v1.Update.$Properties): callbutton.v1.Update;
             * }}
             */
            Update.create = function(properties) {
                return new Update(properties);
            };

            /**
             * Encodes the specified Update message. Does not implicitly {@link callbutton.v1.Update.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.Update
             * @static
             * @param {callbutton.v1.Update.$Properties} message Update message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Update.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    $root.callbutton.v1.UpdateOffer.encode(message.offer, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.callbutton.v1.UpdateChunk.encode(message.chunk, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.finish != null && $Object.hasOwnProperty.call(message, "finish"))
                    $root.callbutton.v1.UpdateFinish.encode(message.finish, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.back != null && $Object.hasOwnProperty.call(message, "back"))
                    $root.callbutton.v1.UpdateBack.encode(message.back, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Update message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.Update
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.Update & callbutton.v1.Update.$Shape} Update
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Update.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.Update();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.offer = $root.callbutton.v1.UpdateOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                            message.step = "offer";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.callbutton.v1.UpdateChunk.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            message.step = "chunk";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.finish = $root.callbutton.v1.UpdateFinish.decode(reader, reader.size(), $undefined, _depth + 1, message.finish);
                            message.step = "finish";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.back = $root.callbutton.v1.UpdateBack.decode(reader, reader.size(), $undefined, _depth + 1, message.back);
                            message.step = "back";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Update;
        })();

        v1.UpdateOffer = (function() {

            /**
             * Properties of an UpdateOffer.
             * @typedef {Object} callbutton.v1.UpdateOffer.$Properties
             * @property {string|null} [version] UpdateOffer version
             * @property {number|null} [bytes] UpdateOffer bytes
             * @property {Uint8Array|null} [sha256] UpdateOffer sha256
             * @property {boolean|null} [older] UpdateOffer older
             * @property {string|null} [board] UpdateOffer board
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateOffer.
             * @memberof callbutton.v1
             * @interface IUpdateOffer
             * @augments callbutton.v1.UpdateOffer.$Properties
             * @deprecated Use callbutton.v1.UpdateOffer.$Properties instead.
             */

            /**
             * Shape of an UpdateOffer.
             * @typedef {callbutton.v1.UpdateOffer.$Properties} callbutton.v1.UpdateOffer.$Shape
             */

            /**
             * Constructs a new UpdateOffer.
             * @memberof callbutton.v1
             * @classdesc Represents an UpdateOffer.
             * @constructor
             * @param {callbutton.v1.UpdateOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateOffer version.
             * @member {string} version
             * @memberof callbutton.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.version = "";

            /**
             * UpdateOffer bytes.
             * @member {number} bytes
             * @memberof callbutton.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.bytes = 0;

            /**
             * UpdateOffer sha256.
             * @member {Uint8Array} sha256
             * @memberof callbutton.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.sha256 = $util.newBuffer([]);

            /**
             * UpdateOffer older.
             * @member {boolean} older
             * @memberof callbutton.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.older = false;

            /**
             * UpdateOffer board.
             * @member {string} board
             * @memberof callbutton.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.board = "";

            /**
             * Creates a new UpdateOffer instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.UpdateOffer
             * @static
             * @param {callbutton.v1.UpdateOffer.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.UpdateOffer} UpdateOffer instance
             * @type {{
             *   (properties: callbutton.v1.UpdateOffer.$Shape): callbutton.v1.UpdateOffer & callbutton.v1.UpdateOffer.$Shape;
             *   (properties?: callbutton.v1.UpdateOffer.$Properties): callbutton.v1.UpdateOffer;
             * }}
             */
            UpdateOffer.create = function(properties) {
                return new UpdateOffer(properties);
            };

            /**
             * Encodes the specified UpdateOffer message. Does not implicitly {@link callbutton.v1.UpdateOffer.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.UpdateOffer
             * @static
             * @param {callbutton.v1.UpdateOffer.$Properties} message UpdateOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.version);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && message.bytes !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.bytes);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.sha256);
                if (message.older != null && $Object.hasOwnProperty.call(message, "older") && message.older !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.older);
                if (message.board != null && $Object.hasOwnProperty.call(message, "board") && message.board !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.board);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateOffer message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.UpdateOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateOffer & callbutton.v1.UpdateOffer.$Shape} UpdateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.UpdateOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.older = value;
                            else
                                delete message.older;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.board = value;
                            else
                                delete message.board;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateOffer;
        })();

        v1.UpdateChunk = (function() {

            /**
             * Properties of an UpdateChunk.
             * @typedef {Object} callbutton.v1.UpdateChunk.$Properties
             * @property {number|null} [image] UpdateChunk image
             * @property {number|null} [offset] UpdateChunk offset
             * @property {Uint8Array|null} [data] UpdateChunk data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateChunk.
             * @memberof callbutton.v1
             * @interface IUpdateChunk
             * @augments callbutton.v1.UpdateChunk.$Properties
             * @deprecated Use callbutton.v1.UpdateChunk.$Properties instead.
             */

            /**
             * Shape of an UpdateChunk.
             * @typedef {callbutton.v1.UpdateChunk.$Properties} callbutton.v1.UpdateChunk.$Shape
             */

            /**
             * Constructs a new UpdateChunk.
             * @memberof callbutton.v1
             * @classdesc Represents an UpdateChunk.
             * @constructor
             * @param {callbutton.v1.UpdateChunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateChunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateChunk image.
             * @member {number} image
             * @memberof callbutton.v1.UpdateChunk
             * @instance
             */
            UpdateChunk.prototype.image = 0;

            /**
             * UpdateChunk offset.
             * @member {number} offset
             * @memberof callbutton.v1.UpdateChunk
             * @instance
             */
            UpdateChunk.prototype.offset = 0;

            /**
             * UpdateChunk data.
             * @member {Uint8Array} data
             * @memberof callbutton.v1.UpdateChunk
             * @instance
             */
            UpdateChunk.prototype.data = $util.newBuffer([]);

            /**
             * Creates a new UpdateChunk instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.UpdateChunk
             * @static
             * @param {callbutton.v1.UpdateChunk.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.UpdateChunk} UpdateChunk instance
             * @type {{
             *   (properties: callbutton.v1.UpdateChunk.$Shape): callbutton.v1.UpdateChunk & callbutton.v1.UpdateChunk.$Shape;
             *   (properties?: callbutton.v1.UpdateChunk.$Properties): callbutton.v1.UpdateChunk;
             * }}
             */
            UpdateChunk.create = function(properties) {
                return new UpdateChunk(properties);
            };

            /**
             * Encodes the specified UpdateChunk message. Does not implicitly {@link callbutton.v1.UpdateChunk.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.UpdateChunk
             * @static
             * @param {callbutton.v1.UpdateChunk.$Properties} message UpdateChunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.image);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateChunk message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.UpdateChunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateChunk & callbutton.v1.UpdateChunk.$Shape} UpdateChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.UpdateChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateChunk;
        })();

        v1.UpdateFinish = (function() {

            /**
             * Properties of an UpdateFinish.
             * @typedef {Object} callbutton.v1.UpdateFinish.$Properties
             * @property {number|null} [image] UpdateFinish image
             * @property {Uint8Array|null} [mac] UpdateFinish mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateFinish.
             * @memberof callbutton.v1
             * @interface IUpdateFinish
             * @augments callbutton.v1.UpdateFinish.$Properties
             * @deprecated Use callbutton.v1.UpdateFinish.$Properties instead.
             */

            /**
             * Shape of an UpdateFinish.
             * @typedef {callbutton.v1.UpdateFinish.$Properties} callbutton.v1.UpdateFinish.$Shape
             */

            /**
             * Constructs a new UpdateFinish.
             * @memberof callbutton.v1
             * @classdesc Represents an UpdateFinish.
             * @constructor
             * @param {callbutton.v1.UpdateFinish.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateFinish = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateFinish image.
             * @member {number} image
             * @memberof callbutton.v1.UpdateFinish
             * @instance
             */
            UpdateFinish.prototype.image = 0;

            /**
             * UpdateFinish mac.
             * @member {Uint8Array} mac
             * @memberof callbutton.v1.UpdateFinish
             * @instance
             */
            UpdateFinish.prototype.mac = $util.newBuffer([]);

            /**
             * Creates a new UpdateFinish instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.UpdateFinish
             * @static
             * @param {callbutton.v1.UpdateFinish.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.UpdateFinish} UpdateFinish instance
             * @type {{
             *   (properties: callbutton.v1.UpdateFinish.$Shape): callbutton.v1.UpdateFinish & callbutton.v1.UpdateFinish.$Shape;
             *   (properties?: callbutton.v1.UpdateFinish.$Properties): callbutton.v1.UpdateFinish;
             * }}
             */
            UpdateFinish.create = function(properties) {
                return new UpdateFinish(properties);
            };

            /**
             * Encodes the specified UpdateFinish message. Does not implicitly {@link callbutton.v1.UpdateFinish.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.UpdateFinish
             * @static
             * @param {callbutton.v1.UpdateFinish.$Properties} message UpdateFinish message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateFinish.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.image);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateFinish message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.UpdateFinish
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateFinish & callbutton.v1.UpdateFinish.$Shape} UpdateFinish
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateFinish.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.UpdateFinish();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateFinish;
        })();

        v1.UpdateBack = (function() {

            /**
             * Properties of an UpdateBack.
             * @typedef {Object} callbutton.v1.UpdateBack.$Properties
             * @property {number|null} [image] UpdateBack image
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateBack.
             * @memberof callbutton.v1
             * @interface IUpdateBack
             * @augments callbutton.v1.UpdateBack.$Properties
             * @deprecated Use callbutton.v1.UpdateBack.$Properties instead.
             */

            /**
             * Shape of an UpdateBack.
             * @typedef {callbutton.v1.UpdateBack.$Properties} callbutton.v1.UpdateBack.$Shape
             */

            /**
             * Constructs a new UpdateBack.
             * @memberof callbutton.v1
             * @classdesc Represents an UpdateBack.
             * @constructor
             * @param {callbutton.v1.UpdateBack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateBack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateBack image.
             * @member {number} image
             * @memberof callbutton.v1.UpdateBack
             * @instance
             */
            UpdateBack.prototype.image = 0;

            /**
             * Creates a new UpdateBack instance using the specified properties.
             * @function create
             * @memberof callbutton.v1.UpdateBack
             * @static
             * @param {callbutton.v1.UpdateBack.$Properties=} [properties] Properties to set
             * @returns {callbutton.v1.UpdateBack} UpdateBack instance
             * @type {{
             *   (properties: callbutton.v1.UpdateBack.$Shape): callbutton.v1.UpdateBack & callbutton.v1.UpdateBack.$Shape;
             *   (properties?: callbutton.v1.UpdateBack.$Properties): callbutton.v1.UpdateBack;
             * }}
             */
            UpdateBack.create = function(properties) {
                return new UpdateBack(properties);
            };

            /**
             * Encodes the specified UpdateBack message. Does not implicitly {@link callbutton.v1.UpdateBack.verify|verify} messages.
             * @function encode
             * @memberof callbutton.v1.UpdateBack
             * @static
             * @param {callbutton.v1.UpdateBack.$Properties} message UpdateBack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateBack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.image);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateBack message from the specified reader or buffer.
             * @function decode
             * @memberof callbutton.v1.UpdateBack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateBack & callbutton.v1.UpdateBack.$Shape} UpdateBack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateBack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbutton.v1.UpdateBack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateBack;
        })();

        return v1;
    })();

    return callbutton;
})();

export {
  $root as default
};
