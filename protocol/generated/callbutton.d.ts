import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace callbutton. */
export namespace callbutton {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an Envelope.
         * @deprecated Use callbutton.v1.Envelope.$Properties instead.
         */
        interface IEnvelope extends callbutton.v1.Envelope.$Properties {
        }

        /** Represents an Envelope. */
        class Envelope {

            /**
             * Constructs a new Envelope.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Envelope.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Envelope keyVersion. */
            keyVersion: number;

            /** Envelope session. */
            session?: (callbutton.v1.Session.$Properties|null);

            /** Envelope number. */
            number: number;

            /** Envelope frame. */
            frame: Uint8Array;

            /** Envelope mac. */
            mac: Uint8Array;

            /**
             * Creates a new Envelope instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Envelope instance
             */
            static create(properties: callbutton.v1.Envelope.$Shape): callbutton.v1.Envelope & callbutton.v1.Envelope.$Shape;
            static create(properties?: callbutton.v1.Envelope.$Properties): callbutton.v1.Envelope;

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link callbutton.v1.Envelope.verify|verify} messages.
             * @param message Envelope message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Envelope & callbutton.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Envelope & callbutton.v1.Envelope.$Shape;
        }

        namespace Envelope {

            /** Properties of an Envelope. */
            interface $Properties {

                /** Envelope keyVersion */
                keyVersion?: (number|null);

                /** Envelope session */
                session?: (callbutton.v1.Session.$Properties|null);

                /** Envelope number */
                number?: (number|null);

                /** Envelope frame */
                frame?: (Uint8Array|null);

                /** Envelope mac */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Envelope. */
            type $Shape = callbutton.v1.Envelope.$Properties;
        }

        /**
         * Properties of a Session.
         * @deprecated Use callbutton.v1.Session.$Properties instead.
         */
        interface ISession extends callbutton.v1.Session.$Properties {
        }

        /** Represents a Session. */
        class Session {

            /**
             * Constructs a new Session.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Session.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Session bootId. */
            bootId: number;

            /** Session connectNo. */
            connectNo: number;

            /**
             * Creates a new Session instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Session instance
             */
            static create(properties: callbutton.v1.Session.$Shape): callbutton.v1.Session & callbutton.v1.Session.$Shape;
            static create(properties?: callbutton.v1.Session.$Properties): callbutton.v1.Session;

            /**
             * Encodes the specified Session message. Does not implicitly {@link callbutton.v1.Session.verify|verify} messages.
             * @param message Session message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Session.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Session message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Session & callbutton.v1.Session.$Shape} Session
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Session & callbutton.v1.Session.$Shape;
        }

        namespace Session {

            /** Properties of a Session. */
            interface $Properties {

                /** Session bootId */
                bootId?: (number|null);

                /** Session connectNo */
                connectNo?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Session. */
            type $Shape = callbutton.v1.Session.$Properties;
        }

        /**
         * Properties of an Identity.
         * @deprecated Use callbutton.v1.Identity.$Properties instead.
         */
        interface IIdentity extends callbutton.v1.Identity.$Properties {
        }

        /** Represents an Identity. */
        class Identity {

            /**
             * Constructs a new Identity.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Identity.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Identity bootId. */
            bootId: number;

            /** Identity seq. */
            seq: number;

            /**
             * Creates a new Identity instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Identity instance
             */
            static create(properties: callbutton.v1.Identity.$Shape): callbutton.v1.Identity & callbutton.v1.Identity.$Shape;
            static create(properties?: callbutton.v1.Identity.$Properties): callbutton.v1.Identity;

            /**
             * Encodes the specified Identity message. Does not implicitly {@link callbutton.v1.Identity.verify|verify} messages.
             * @param message Identity message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Identity.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Identity message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Identity & callbutton.v1.Identity.$Shape} Identity
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Identity & callbutton.v1.Identity.$Shape;
        }

        namespace Identity {

            /** Properties of an Identity. */
            interface $Properties {

                /** Identity bootId */
                bootId?: (number|null);

                /** Identity seq */
                seq?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Identity. */
            type $Shape = callbutton.v1.Identity.$Properties;
        }

        /** Key enum. */
        enum Key {

            /** KEY_UNSPECIFIED value */
            KEY_UNSPECIFIED = 0,

            /** KEY_GREEN value */
            KEY_GREEN = 1,

            /** KEY_RED value */
            KEY_RED = 2
        }

        /**
         * Properties of an Uplink.
         * @deprecated Use callbutton.v1.Uplink.$Properties instead.
         */
        interface IUplink extends callbutton.v1.Uplink.$Properties {
        }

        /** Represents an Uplink. */
        class Uplink {

            /**
             * Constructs a new Uplink.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Uplink.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Uplink ageMs. */
            ageMs: number;

            /** Uplink ageIsLowerBound. */
            ageIsLowerBound: boolean;

            /** Uplink test. */
            test: boolean;

            /** Uplink identity. */
            identity?: (callbutton.v1.Identity.$Properties|null);

            /** Uplink press. */
            press?: (callbutton.v1.Press.$Properties|null);

            /** Uplink heartbeat. */
            heartbeat?: (callbutton.v1.Heartbeat.$Properties|null);

            /** Uplink boot. */
            boot?: (callbutton.v1.Boot.$Properties|null);

            /** Uplink fault. */
            fault?: (callbutton.v1.Fault.$Properties|null);

            /** Uplink battery. */
            battery?: (callbutton.v1.Battery.$Properties|null);

            /** Uplink mains. */
            mains?: (callbutton.v1.Mains.$Properties|null);

            /** Uplink commandResult. */
            commandResult?: (callbutton.v1.CommandResult.$Properties|null);

            /** Uplink lost. */
            lost?: (callbutton.v1.Lost.$Properties|null);

            /** Uplink updateStatus. */
            updateStatus?: (callbutton.v1.UpdateStatus.$Properties|null);

            /** Uplink event. */
            event?: ("press"|"heartbeat"|"boot"|"fault"|"battery"|"mains"|"commandResult"|"lost"|"updateStatus");

            /**
             * Creates a new Uplink instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Uplink instance
             */
            static create(properties: callbutton.v1.Uplink.$Shape): callbutton.v1.Uplink & callbutton.v1.Uplink.$Shape;
            static create(properties?: callbutton.v1.Uplink.$Properties): callbutton.v1.Uplink;

            /**
             * Encodes the specified Uplink message. Does not implicitly {@link callbutton.v1.Uplink.verify|verify} messages.
             * @param message Uplink message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Uplink.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Uplink message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Uplink & callbutton.v1.Uplink.$Shape} Uplink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Uplink & callbutton.v1.Uplink.$Shape;
        }

        namespace Uplink {

            /** Properties of an Uplink. */
            interface $Properties {

                /** Uplink ageMs */
                ageMs?: (number|null);

                /** Uplink ageIsLowerBound */
                ageIsLowerBound?: (boolean|null);

                /** Uplink test */
                test?: (boolean|null);

                /** Uplink identity */
                identity?: (callbutton.v1.Identity.$Properties|null);

                /** Uplink press */
                press?: (callbutton.v1.Press.$Properties|null);

                /** Uplink heartbeat */
                heartbeat?: (callbutton.v1.Heartbeat.$Properties|null);

                /** Uplink boot */
                boot?: (callbutton.v1.Boot.$Properties|null);

                /** Uplink fault */
                fault?: (callbutton.v1.Fault.$Properties|null);

                /** Uplink battery */
                battery?: (callbutton.v1.Battery.$Properties|null);

                /** Uplink mains */
                mains?: (callbutton.v1.Mains.$Properties|null);

                /** Uplink commandResult */
                commandResult?: (callbutton.v1.CommandResult.$Properties|null);

                /** Uplink lost */
                lost?: (callbutton.v1.Lost.$Properties|null);

                /** Uplink updateStatus */
                updateStatus?: (callbutton.v1.UpdateStatus.$Properties|null);

                /** Uplink event */
                event?: ("press"|"heartbeat"|"boot"|"fault"|"battery"|"mains"|"commandResult"|"lost"|"updateStatus");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Uplink. */
            type $Shape = {
              ageMs?: number|null;
              ageIsLowerBound?: boolean|null;
              test?: boolean|null;
              identity?: callbutton.v1.Identity.$Shape|null;
              press?: callbutton.v1.Press.$Shape|null;
              heartbeat?: callbutton.v1.Heartbeat.$Shape|null;
              boot?: callbutton.v1.Boot.$Shape|null;
              fault?: callbutton.v1.Fault.$Shape|null;
              battery?: callbutton.v1.Battery.$Shape|null;
              mains?: callbutton.v1.Mains.$Shape|null;
              commandResult?: callbutton.v1.CommandResult.$Shape|null;
              lost?: callbutton.v1.Lost.$Shape|null;
              updateStatus?: callbutton.v1.UpdateStatus.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ event?: undefined; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "press"; press: callbutton.v1.Press.$Shape; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "heartbeat"; press?: null; heartbeat: callbutton.v1.Heartbeat.$Shape; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "boot"; press?: null; heartbeat?: null; boot: callbutton.v1.Boot.$Shape; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "fault"; press?: null; heartbeat?: null; boot?: null; fault: callbutton.v1.Fault.$Shape; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "battery"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery: callbutton.v1.Battery.$Shape; mains?: null; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "mains"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains: callbutton.v1.Mains.$Shape; commandResult?: null; lost?: null; updateStatus?: null }|{ event?: "commandResult"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult: callbutton.v1.CommandResult.$Shape; lost?: null; updateStatus?: null }|{ event?: "lost"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost: callbutton.v1.Lost.$Shape; updateStatus?: null }|{ event?: "updateStatus"; press?: null; heartbeat?: null; boot?: null; fault?: null; battery?: null; mains?: null; commandResult?: null; lost?: null; updateStatus: callbutton.v1.UpdateStatus.$Shape })
            );
        }

        /**
         * Properties of a Press.
         * @deprecated Use callbutton.v1.Press.$Properties instead.
         */
        interface IPress extends callbutton.v1.Press.$Properties {
        }

        /** Represents a Press. */
        class Press {

            /**
             * Constructs a new Press.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Press.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Press key. */
            key: callbutton.v1.Key;

            /** Press count. */
            count: number;

            /**
             * Creates a new Press instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Press instance
             */
            static create(properties: callbutton.v1.Press.$Shape): callbutton.v1.Press & callbutton.v1.Press.$Shape;
            static create(properties?: callbutton.v1.Press.$Properties): callbutton.v1.Press;

            /**
             * Encodes the specified Press message. Does not implicitly {@link callbutton.v1.Press.verify|verify} messages.
             * @param message Press message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Press.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Press message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Press & callbutton.v1.Press.$Shape} Press
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Press & callbutton.v1.Press.$Shape;
        }

        namespace Press {

            /** Properties of a Press. */
            interface $Properties {

                /** Press key */
                key?: (callbutton.v1.Key|null);

                /** Press count */
                count?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Press. */
            type $Shape = callbutton.v1.Press.$Properties;
        }

        /**
         * Properties of a Heartbeat.
         * @deprecated Use callbutton.v1.Heartbeat.$Properties instead.
         */
        interface IHeartbeat extends callbutton.v1.Heartbeat.$Properties {
        }

        /** Represents a Heartbeat. */
        class Heartbeat {

            /**
             * Constructs a new Heartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Heartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Heartbeat uptimeS. */
            uptimeS: number;

            /** Heartbeat batteryMv. */
            batteryMv: number;

            /** Heartbeat batteryPercent. */
            batteryPercent: number;

            /** Heartbeat onMains. */
            onMains: boolean;

            /** Heartbeat rssiDbm. */
            rssiDbm: number;

            /** Heartbeat freeVariables. */
            freeVariables: number;

            /** Heartbeat outboxDepth. */
            outboxDepth: number;

            /** Heartbeat reconnects. */
            reconnects: number;

            /** Heartbeat lastError. */
            lastError: number;

            /** Heartbeat firmware. */
            firmware: string;

            /** Heartbeat configurationRevision. */
            configurationRevision: number;

            /** Heartbeat asksReceipt. */
            asksReceipt: boolean;

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Heartbeat instance
             */
            static create(properties: callbutton.v1.Heartbeat.$Shape): callbutton.v1.Heartbeat & callbutton.v1.Heartbeat.$Shape;
            static create(properties?: callbutton.v1.Heartbeat.$Properties): callbutton.v1.Heartbeat;

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link callbutton.v1.Heartbeat.verify|verify} messages.
             * @param message Heartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Heartbeat & callbutton.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Heartbeat & callbutton.v1.Heartbeat.$Shape;
        }

        namespace Heartbeat {

            /** Properties of a Heartbeat. */
            interface $Properties {

                /** Heartbeat uptimeS */
                uptimeS?: (number|null);

                /** Heartbeat batteryMv */
                batteryMv?: (number|null);

                /** Heartbeat batteryPercent */
                batteryPercent?: (number|null);

                /** Heartbeat onMains */
                onMains?: (boolean|null);

                /** Heartbeat rssiDbm */
                rssiDbm?: (number|null);

                /** Heartbeat freeVariables */
                freeVariables?: (number|null);

                /** Heartbeat outboxDepth */
                outboxDepth?: (number|null);

                /** Heartbeat reconnects */
                reconnects?: (number|null);

                /** Heartbeat lastError */
                lastError?: (number|null);

                /** Heartbeat firmware */
                firmware?: (string|null);

                /** Heartbeat configurationRevision */
                configurationRevision?: (number|null);

                /** Heartbeat asksReceipt */
                asksReceipt?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Heartbeat. */
            type $Shape = callbutton.v1.Heartbeat.$Properties;
        }

        /**
         * Properties of a Boot.
         * @deprecated Use callbutton.v1.Boot.$Properties instead.
         */
        interface IBoot extends callbutton.v1.Boot.$Properties {
        }

        /** Represents a Boot. */
        class Boot {

            /**
             * Constructs a new Boot.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Boot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Boot cause. */
            cause: callbutton.v1.BootCause;

            /** Boot firmware. */
            firmware: string;

            /** Boot model. */
            model: string;

            /**
             * Creates a new Boot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Boot instance
             */
            static create(properties: callbutton.v1.Boot.$Shape): callbutton.v1.Boot & callbutton.v1.Boot.$Shape;
            static create(properties?: callbutton.v1.Boot.$Properties): callbutton.v1.Boot;

            /**
             * Encodes the specified Boot message. Does not implicitly {@link callbutton.v1.Boot.verify|verify} messages.
             * @param message Boot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Boot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Boot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Boot & callbutton.v1.Boot.$Shape} Boot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Boot & callbutton.v1.Boot.$Shape;
        }

        namespace Boot {

            /** Properties of a Boot. */
            interface $Properties {

                /** Boot cause */
                cause?: (callbutton.v1.BootCause|null);

                /** Boot firmware */
                firmware?: (string|null);

                /** Boot model */
                model?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Boot. */
            type $Shape = callbutton.v1.Boot.$Properties;
        }

        /** BootCause enum. */
        enum BootCause {

            /** BOOT_CAUSE_UNSPECIFIED value */
            BOOT_CAUSE_UNSPECIFIED = 0,

            /** BOOT_CAUSE_POWER_ON value */
            BOOT_CAUSE_POWER_ON = 1,

            /** BOOT_CAUSE_RESTART value */
            BOOT_CAUSE_RESTART = 2,

            /** BOOT_CAUSE_WATCHDOG value */
            BOOT_CAUSE_WATCHDOG = 3,

            /** BOOT_CAUSE_BROWNOUT value */
            BOOT_CAUSE_BROWNOUT = 4,

            /** BOOT_CAUSE_UNKNOWN value */
            BOOT_CAUSE_UNKNOWN = 5
        }

        /**
         * Properties of a Fault.
         * @deprecated Use callbutton.v1.Fault.$Properties instead.
         */
        interface IFault extends callbutton.v1.Fault.$Properties {
        }

        /** Represents a Fault. */
        class Fault {

            /**
             * Constructs a new Fault.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Fault.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Fault kind. */
            kind: callbutton.v1.FaultKind;

            /** Fault detail. */
            detail: number;

            /**
             * Creates a new Fault instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Fault instance
             */
            static create(properties: callbutton.v1.Fault.$Shape): callbutton.v1.Fault & callbutton.v1.Fault.$Shape;
            static create(properties?: callbutton.v1.Fault.$Properties): callbutton.v1.Fault;

            /**
             * Encodes the specified Fault message. Does not implicitly {@link callbutton.v1.Fault.verify|verify} messages.
             * @param message Fault message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Fault.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Fault message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Fault & callbutton.v1.Fault.$Shape} Fault
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Fault & callbutton.v1.Fault.$Shape;
        }

        namespace Fault {

            /** Properties of a Fault. */
            interface $Properties {

                /** Fault kind */
                kind?: (callbutton.v1.FaultKind|null);

                /** Fault detail */
                detail?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Fault. */
            type $Shape = callbutton.v1.Fault.$Properties;
        }

        /** FaultKind enum. */
        enum FaultKind {

            /** FAULT_KIND_UNSPECIFIED value */
            FAULT_KIND_UNSPECIFIED = 0,

            /** FAULT_KIND_KEY_STUCK value */
            FAULT_KIND_KEY_STUCK = 1,

            /** FAULT_KIND_STORAGE value */
            FAULT_KIND_STORAGE = 2,

            /** FAULT_KIND_OUTBOX_FULL value */
            FAULT_KIND_OUTBOX_FULL = 3,

            /** FAULT_KIND_EXCEPTION value */
            FAULT_KIND_EXCEPTION = 4
        }

        /**
         * Properties of a Battery.
         * @deprecated Use callbutton.v1.Battery.$Properties instead.
         */
        interface IBattery extends callbutton.v1.Battery.$Properties {
        }

        /** Represents a Battery. */
        class Battery {

            /**
             * Constructs a new Battery.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Battery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Battery level. */
            level: callbutton.v1.BatteryLevel;

            /** Battery batteryMv. */
            batteryMv: number;

            /** Battery batteryPercent. */
            batteryPercent: number;

            /**
             * Creates a new Battery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Battery instance
             */
            static create(properties: callbutton.v1.Battery.$Shape): callbutton.v1.Battery & callbutton.v1.Battery.$Shape;
            static create(properties?: callbutton.v1.Battery.$Properties): callbutton.v1.Battery;

            /**
             * Encodes the specified Battery message. Does not implicitly {@link callbutton.v1.Battery.verify|verify} messages.
             * @param message Battery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Battery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Battery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Battery & callbutton.v1.Battery.$Shape} Battery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Battery & callbutton.v1.Battery.$Shape;
        }

        namespace Battery {

            /** Properties of a Battery. */
            interface $Properties {

                /** Battery level */
                level?: (callbutton.v1.BatteryLevel|null);

                /** Battery batteryMv */
                batteryMv?: (number|null);

                /** Battery batteryPercent */
                batteryPercent?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Battery. */
            type $Shape = callbutton.v1.Battery.$Properties;
        }

        /** BatteryLevel enum. */
        enum BatteryLevel {

            /** BATTERY_LEVEL_UNSPECIFIED value */
            BATTERY_LEVEL_UNSPECIFIED = 0,

            /** BATTERY_LEVEL_NORMAL value */
            BATTERY_LEVEL_NORMAL = 1,

            /** BATTERY_LEVEL_LOW value */
            BATTERY_LEVEL_LOW = 2,

            /** BATTERY_LEVEL_CRITICAL value */
            BATTERY_LEVEL_CRITICAL = 3
        }

        /**
         * Properties of a Mains.
         * @deprecated Use callbutton.v1.Mains.$Properties instead.
         */
        interface IMains extends callbutton.v1.Mains.$Properties {
        }

        /** Represents a Mains. */
        class Mains {

            /**
             * Constructs a new Mains.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Mains.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Mains state. */
            state: callbutton.v1.MainsState;

            /**
             * Creates a new Mains instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Mains instance
             */
            static create(properties: callbutton.v1.Mains.$Shape): callbutton.v1.Mains & callbutton.v1.Mains.$Shape;
            static create(properties?: callbutton.v1.Mains.$Properties): callbutton.v1.Mains;

            /**
             * Encodes the specified Mains message. Does not implicitly {@link callbutton.v1.Mains.verify|verify} messages.
             * @param message Mains message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Mains.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Mains message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Mains & callbutton.v1.Mains.$Shape} Mains
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Mains & callbutton.v1.Mains.$Shape;
        }

        namespace Mains {

            /** Properties of a Mains. */
            interface $Properties {

                /** Mains state */
                state?: (callbutton.v1.MainsState|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Mains. */
            type $Shape = callbutton.v1.Mains.$Properties;
        }

        /** MainsState enum. */
        enum MainsState {

            /** MAINS_STATE_UNSPECIFIED value */
            MAINS_STATE_UNSPECIFIED = 0,

            /** MAINS_STATE_LOST value */
            MAINS_STATE_LOST = 1,

            /** MAINS_STATE_RESTORED value */
            MAINS_STATE_RESTORED = 2
        }

        /**
         * Properties of a CommandResult.
         * @deprecated Use callbutton.v1.CommandResult.$Properties instead.
         */
        interface ICommandResult extends callbutton.v1.CommandResult.$Properties {
        }

        /** Represents a CommandResult. */
        class CommandResult {

            /**
             * Constructs a new CommandResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.CommandResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandResult commandId. */
            commandId: number;

            /** CommandResult outcome. */
            outcome: callbutton.v1.Outcome;

            /** CommandResult detail. */
            detail: string;

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandResult instance
             */
            static create(properties: callbutton.v1.CommandResult.$Shape): callbutton.v1.CommandResult & callbutton.v1.CommandResult.$Shape;
            static create(properties?: callbutton.v1.CommandResult.$Properties): callbutton.v1.CommandResult;

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link callbutton.v1.CommandResult.verify|verify} messages.
             * @param message CommandResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.CommandResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.CommandResult & callbutton.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.CommandResult & callbutton.v1.CommandResult.$Shape;
        }

        namespace CommandResult {

            /** Properties of a CommandResult. */
            interface $Properties {

                /** CommandResult commandId */
                commandId?: (number|null);

                /** CommandResult outcome */
                outcome?: (callbutton.v1.Outcome|null);

                /** CommandResult detail */
                detail?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandResult. */
            type $Shape = callbutton.v1.CommandResult.$Properties;
        }

        /** Outcome enum. */
        enum Outcome {

            /** OUTCOME_UNSPECIFIED value */
            OUTCOME_UNSPECIFIED = 0,

            /** OUTCOME_DONE value */
            OUTCOME_DONE = 1,

            /** OUTCOME_FAILED value */
            OUTCOME_FAILED = 2,

            /** OUTCOME_UNSUPPORTED value */
            OUTCOME_UNSUPPORTED = 3
        }

        /**
         * Properties of a Lost.
         * @deprecated Use callbutton.v1.Lost.$Properties instead.
         */
        interface ILost extends callbutton.v1.Lost.$Properties {
        }

        /** Represents a Lost. */
        class Lost {

            /**
             * Constructs a new Lost.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Lost.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Lost instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Lost instance
             */
            static create(properties: callbutton.v1.Lost.$Shape): callbutton.v1.Lost & callbutton.v1.Lost.$Shape;
            static create(properties?: callbutton.v1.Lost.$Properties): callbutton.v1.Lost;

            /**
             * Encodes the specified Lost message. Does not implicitly {@link callbutton.v1.Lost.verify|verify} messages.
             * @param message Lost message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Lost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Lost message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Lost & callbutton.v1.Lost.$Shape} Lost
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Lost & callbutton.v1.Lost.$Shape;
        }

        namespace Lost {

            /** Properties of a Lost. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Lost. */
            type $Shape = callbutton.v1.Lost.$Properties;
        }

        /**
         * Properties of an UpdateStatus.
         * @deprecated Use callbutton.v1.UpdateStatus.$Properties instead.
         */
        interface IUpdateStatus extends callbutton.v1.UpdateStatus.$Properties {
        }

        /** Represents an UpdateStatus. */
        class UpdateStatus {

            /**
             * Constructs a new UpdateStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.UpdateStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateStatus image. */
            image: number;

            /** UpdateStatus state. */
            state: callbutton.v1.UpdateState;

            /** UpdateStatus next. */
            next: number;

            /** UpdateStatus detail. */
            detail: string;

            /** UpdateStatus running. */
            running: string;

            /** UpdateStatus slot. */
            slot: number;

            /**
             * Creates a new UpdateStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateStatus instance
             */
            static create(properties: callbutton.v1.UpdateStatus.$Shape): callbutton.v1.UpdateStatus & callbutton.v1.UpdateStatus.$Shape;
            static create(properties?: callbutton.v1.UpdateStatus.$Properties): callbutton.v1.UpdateStatus;

            /**
             * Encodes the specified UpdateStatus message. Does not implicitly {@link callbutton.v1.UpdateStatus.verify|verify} messages.
             * @param message UpdateStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.UpdateStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateStatus & callbutton.v1.UpdateStatus.$Shape} UpdateStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.UpdateStatus & callbutton.v1.UpdateStatus.$Shape;
        }

        namespace UpdateStatus {

            /** Properties of an UpdateStatus. */
            interface $Properties {

                /** UpdateStatus image */
                image?: (number|null);

                /** UpdateStatus state */
                state?: (callbutton.v1.UpdateState|null);

                /** UpdateStatus next */
                next?: (number|null);

                /** UpdateStatus detail */
                detail?: (string|null);

                /** UpdateStatus running */
                running?: (string|null);

                /** UpdateStatus slot */
                slot?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateStatus. */
            type $Shape = callbutton.v1.UpdateStatus.$Properties;
        }

        /** UpdateState enum. */
        enum UpdateState {

            /** UPDATE_STATE_UNSPECIFIED value */
            UPDATE_STATE_UNSPECIFIED = 0,

            /** UPDATE_STATE_WANTED value */
            UPDATE_STATE_WANTED = 1,

            /** UPDATE_STATE_WAITING value */
            UPDATE_STATE_WAITING = 2,

            /** UPDATE_STATE_WHOLE value */
            UPDATE_STATE_WHOLE = 3,

            /** UPDATE_STATE_TRIAL value */
            UPDATE_STATE_TRIAL = 4,

            /** UPDATE_STATE_GOOD value */
            UPDATE_STATE_GOOD = 5,

            /** UPDATE_STATE_REFUSED value */
            UPDATE_STATE_REFUSED = 6,

            /** UPDATE_STATE_FAILED value */
            UPDATE_STATE_FAILED = 7
        }

        /**
         * Properties of a Downlink.
         * @deprecated Use callbutton.v1.Downlink.$Properties instead.
         */
        interface IDownlink extends callbutton.v1.Downlink.$Properties {
        }

        /** Represents a Downlink. */
        class Downlink {

            /**
             * Constructs a new Downlink.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Downlink.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Downlink receipt. */
            receipt?: (callbutton.v1.Receipt.$Properties|null);

            /** Downlink progress. */
            progress?: (callbutton.v1.Progress.$Properties|null);

            /** Downlink configuration. */
            configuration?: (callbutton.v1.Configuration.$Properties|null);

            /** Downlink command. */
            command?: (callbutton.v1.Command.$Properties|null);

            /** Downlink update. */
            update?: (callbutton.v1.Update.$Properties|null);

            /** Downlink message. */
            message?: ("receipt"|"progress"|"configuration"|"command"|"update");

            /**
             * Creates a new Downlink instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Downlink instance
             */
            static create(properties: callbutton.v1.Downlink.$Shape): callbutton.v1.Downlink & callbutton.v1.Downlink.$Shape;
            static create(properties?: callbutton.v1.Downlink.$Properties): callbutton.v1.Downlink;

            /**
             * Encodes the specified Downlink message. Does not implicitly {@link callbutton.v1.Downlink.verify|verify} messages.
             * @param message Downlink message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Downlink.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Downlink message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Downlink & callbutton.v1.Downlink.$Shape} Downlink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Downlink & callbutton.v1.Downlink.$Shape;
        }

        namespace Downlink {

            /** Properties of a Downlink. */
            interface $Properties {

                /** Downlink receipt */
                receipt?: (callbutton.v1.Receipt.$Properties|null);

                /** Downlink progress */
                progress?: (callbutton.v1.Progress.$Properties|null);

                /** Downlink configuration */
                configuration?: (callbutton.v1.Configuration.$Properties|null);

                /** Downlink command */
                command?: (callbutton.v1.Command.$Properties|null);

                /** Downlink update */
                update?: (callbutton.v1.Update.$Properties|null);

                /** Downlink message */
                message?: ("receipt"|"progress"|"configuration"|"command"|"update");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Downlink. */
            type $Shape = {
              receipt?: callbutton.v1.Receipt.$Shape|null;
              progress?: callbutton.v1.Progress.$Shape|null;
              configuration?: callbutton.v1.Configuration.$Shape|null;
              command?: callbutton.v1.Command.$Shape|null;
              update?: callbutton.v1.Update.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; receipt?: null; progress?: null; configuration?: null; command?: null; update?: null }|{ message?: "receipt"; receipt: callbutton.v1.Receipt.$Shape; progress?: null; configuration?: null; command?: null; update?: null }|{ message?: "progress"; receipt?: null; progress: callbutton.v1.Progress.$Shape; configuration?: null; command?: null; update?: null }|{ message?: "configuration"; receipt?: null; progress?: null; configuration: callbutton.v1.Configuration.$Shape; command?: null; update?: null }|{ message?: "command"; receipt?: null; progress?: null; configuration?: null; command: callbutton.v1.Command.$Shape; update?: null }|{ message?: "update"; receipt?: null; progress?: null; configuration?: null; command?: null; update: callbutton.v1.Update.$Shape })
            );
        }

        /**
         * Properties of a Receipt.
         * @deprecated Use callbutton.v1.Receipt.$Properties instead.
         */
        interface IReceipt extends callbutton.v1.Receipt.$Properties {
        }

        /** Represents a Receipt. */
        class Receipt {

            /**
             * Constructs a new Receipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Receipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Receipt answers. */
            answers: number;

            /** Receipt identity. */
            identity?: (callbutton.v1.Identity.$Properties|null);

            /** Receipt result. */
            result: callbutton.v1.ReceiptResult;

            /** Receipt reason. */
            reason: callbutton.v1.Reason;

            /**
             * Creates a new Receipt instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Receipt instance
             */
            static create(properties: callbutton.v1.Receipt.$Shape): callbutton.v1.Receipt & callbutton.v1.Receipt.$Shape;
            static create(properties?: callbutton.v1.Receipt.$Properties): callbutton.v1.Receipt;

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link callbutton.v1.Receipt.verify|verify} messages.
             * @param message Receipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Receipt & callbutton.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Receipt & callbutton.v1.Receipt.$Shape;
        }

        namespace Receipt {

            /** Properties of a Receipt. */
            interface $Properties {

                /** Receipt answers */
                answers?: (number|null);

                /** Receipt identity */
                identity?: (callbutton.v1.Identity.$Properties|null);

                /** Receipt result */
                result?: (callbutton.v1.ReceiptResult|null);

                /** Receipt reason */
                reason?: (callbutton.v1.Reason|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Receipt. */
            type $Shape = callbutton.v1.Receipt.$Properties;
        }

        /** ReceiptResult enum. */
        enum ReceiptResult {

            /** RECEIPT_RESULT_UNSPECIFIED value */
            RECEIPT_RESULT_UNSPECIFIED = 0,

            /** RECEIPT_RESULT_STORED value */
            RECEIPT_RESULT_STORED = 1,

            /** RECEIPT_RESULT_DUPLICATE value */
            RECEIPT_RESULT_DUPLICATE = 2,

            /** RECEIPT_RESULT_REJECTED value */
            RECEIPT_RESULT_REJECTED = 3
        }

        /** Reason enum. */
        enum Reason {

            /** REASON_UNSPECIFIED value */
            REASON_UNSPECIFIED = 0,

            /** REASON_FRAME_MALFORMED value */
            REASON_FRAME_MALFORMED = 1,

            /** REASON_EVENT_MISSING value */
            REASON_EVENT_MISSING = 2,

            /** REASON_IDENTITY_INVALID value */
            REASON_IDENTITY_INVALID = 3,

            /** REASON_ENUM_UNSPECIFIED value */
            REASON_ENUM_UNSPECIFIED = 4,

            /** REASON_FIELD_OUT_OF_RANGE value */
            REASON_FIELD_OUT_OF_RANGE = 5
        }

        /**
         * Properties of a Progress.
         * @deprecated Use callbutton.v1.Progress.$Properties instead.
         */
        interface IProgress extends callbutton.v1.Progress.$Properties {
        }

        /** Represents a Progress. */
        class Progress {

            /**
             * Constructs a new Progress.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Progress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Progress complete. */
            complete: boolean;

            /** Progress calls. */
            calls: callbutton.v1.CallNews.$Properties[];

            /**
             * Creates a new Progress instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Progress instance
             */
            static create(properties: callbutton.v1.Progress.$Shape): callbutton.v1.Progress & callbutton.v1.Progress.$Shape;
            static create(properties?: callbutton.v1.Progress.$Properties): callbutton.v1.Progress;

            /**
             * Encodes the specified Progress message. Does not implicitly {@link callbutton.v1.Progress.verify|verify} messages.
             * @param message Progress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Progress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Progress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Progress & callbutton.v1.Progress.$Shape} Progress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Progress & callbutton.v1.Progress.$Shape;
        }

        namespace Progress {

            /** Properties of a Progress. */
            interface $Properties {

                /** Progress complete */
                complete?: (boolean|null);

                /** Progress calls */
                calls?: (callbutton.v1.CallNews.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Progress. */
            type $Shape = callbutton.v1.Progress.$Properties;
        }

        /**
         * Properties of a CallNews.
         * @deprecated Use callbutton.v1.CallNews.$Properties instead.
         */
        interface ICallNews extends callbutton.v1.CallNews.$Properties {
        }

        /** Represents a CallNews. */
        class CallNews {

            /**
             * Constructs a new CallNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.CallNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CallNews openedBy. */
            openedBy?: (callbutton.v1.Identity.$Properties|null);

            /** CallNews key. */
            key: callbutton.v1.Key;

            /** CallNews stage. */
            stage: callbutton.v1.CallStage;

            /** CallNews latest. */
            latest?: (callbutton.v1.Identity.$Properties|null);

            /**
             * Creates a new CallNews instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CallNews instance
             */
            static create(properties: callbutton.v1.CallNews.$Shape): callbutton.v1.CallNews & callbutton.v1.CallNews.$Shape;
            static create(properties?: callbutton.v1.CallNews.$Properties): callbutton.v1.CallNews;

            /**
             * Encodes the specified CallNews message. Does not implicitly {@link callbutton.v1.CallNews.verify|verify} messages.
             * @param message CallNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.CallNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CallNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.CallNews & callbutton.v1.CallNews.$Shape} CallNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.CallNews & callbutton.v1.CallNews.$Shape;
        }

        namespace CallNews {

            /** Properties of a CallNews. */
            interface $Properties {

                /** CallNews openedBy */
                openedBy?: (callbutton.v1.Identity.$Properties|null);

                /** CallNews key */
                key?: (callbutton.v1.Key|null);

                /** CallNews stage */
                stage?: (callbutton.v1.CallStage|null);

                /** CallNews latest */
                latest?: (callbutton.v1.Identity.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CallNews. */
            type $Shape = callbutton.v1.CallNews.$Properties;
        }

        /** CallStage enum. */
        enum CallStage {

            /** CALL_STAGE_UNSPECIFIED value */
            CALL_STAGE_UNSPECIFIED = 0,

            /** CALL_STAGE_STORED value */
            CALL_STAGE_STORED = 1,

            /** CALL_STAGE_ACCEPTED value */
            CALL_STAGE_ACCEPTED = 2,

            /** CALL_STAGE_ANSWERED value */
            CALL_STAGE_ANSWERED = 3,

            /** CALL_STAGE_DISPATCHED value */
            CALL_STAGE_DISPATCHED = 4,

            /** CALL_STAGE_CLOSED value */
            CALL_STAGE_CLOSED = 5,

            /** CALL_STAGE_UNANSWERED value */
            CALL_STAGE_UNANSWERED = 6
        }

        /**
         * Properties of a Configuration.
         * @deprecated Use callbutton.v1.Configuration.$Properties instead.
         */
        interface IConfiguration extends callbutton.v1.Configuration.$Properties {
        }

        /** Represents a Configuration. */
        class Configuration {

            /**
             * Constructs a new Configuration.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Configuration.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Configuration revision. */
            revision: number;

            /** Configuration heartbeatS. */
            heartbeatS: number;

            /** Configuration unreachedAfterS. */
            unreachedAfterS: number;

            /** Configuration mainGateway. */
            mainGateway?: (callbutton.v1.Address.$Properties|null);

            /** Configuration spareGateway. */
            spareGateway?: (callbutton.v1.Address.$Properties|null);

            /**
             * Creates a new Configuration instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Configuration instance
             */
            static create(properties: callbutton.v1.Configuration.$Shape): callbutton.v1.Configuration & callbutton.v1.Configuration.$Shape;
            static create(properties?: callbutton.v1.Configuration.$Properties): callbutton.v1.Configuration;

            /**
             * Encodes the specified Configuration message. Does not implicitly {@link callbutton.v1.Configuration.verify|verify} messages.
             * @param message Configuration message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Configuration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Configuration message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Configuration & callbutton.v1.Configuration.$Shape} Configuration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Configuration & callbutton.v1.Configuration.$Shape;
        }

        namespace Configuration {

            /** Properties of a Configuration. */
            interface $Properties {

                /** Configuration revision */
                revision?: (number|null);

                /** Configuration heartbeatS */
                heartbeatS?: (number|null);

                /** Configuration unreachedAfterS */
                unreachedAfterS?: (number|null);

                /** Configuration mainGateway */
                mainGateway?: (callbutton.v1.Address.$Properties|null);

                /** Configuration spareGateway */
                spareGateway?: (callbutton.v1.Address.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Configuration. */
            type $Shape = callbutton.v1.Configuration.$Properties;
        }

        /**
         * Properties of an Address.
         * @deprecated Use callbutton.v1.Address.$Properties instead.
         */
        interface IAddress extends callbutton.v1.Address.$Properties {
        }

        /** Represents an Address. */
        class Address {

            /**
             * Constructs a new Address.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Address.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Address host. */
            host: string;

            /** Address port. */
            port: number;

            /** Address tls. */
            tls: boolean;

            /**
             * Creates a new Address instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Address instance
             */
            static create(properties: callbutton.v1.Address.$Shape): callbutton.v1.Address & callbutton.v1.Address.$Shape;
            static create(properties?: callbutton.v1.Address.$Properties): callbutton.v1.Address;

            /**
             * Encodes the specified Address message. Does not implicitly {@link callbutton.v1.Address.verify|verify} messages.
             * @param message Address message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Address.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Address message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Address & callbutton.v1.Address.$Shape} Address
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Address & callbutton.v1.Address.$Shape;
        }

        namespace Address {

            /** Properties of an Address. */
            interface $Properties {

                /** Address host */
                host?: (string|null);

                /** Address port */
                port?: (number|null);

                /** Address tls */
                tls?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Address. */
            type $Shape = callbutton.v1.Address.$Properties;
        }

        /**
         * Properties of a Command.
         * @deprecated Use callbutton.v1.Command.$Properties instead.
         */
        interface ICommand extends callbutton.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command commandId. */
            commandId: number;

            /** Command locate. */
            locate?: (callbutton.v1.Locate.$Properties|null);

            /** Command selfTest. */
            selfTest?: (callbutton.v1.SelfTest.$Properties|null);

            /** Command reboot. */
            reboot?: (callbutton.v1.Reboot.$Properties|null);

            /** Command rotateKey. */
            rotateKey?: (callbutton.v1.RotateKey.$Properties|null);

            /** Command action. */
            action?: ("locate"|"selfTest"|"reboot"|"rotateKey");

            /**
             * Creates a new Command instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Command instance
             */
            static create(properties: callbutton.v1.Command.$Shape): callbutton.v1.Command & callbutton.v1.Command.$Shape;
            static create(properties?: callbutton.v1.Command.$Properties): callbutton.v1.Command;

            /**
             * Encodes the specified Command message. Does not implicitly {@link callbutton.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Command & callbutton.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Command & callbutton.v1.Command.$Shape;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command commandId */
                commandId?: (number|null);

                /** Command locate */
                locate?: (callbutton.v1.Locate.$Properties|null);

                /** Command selfTest */
                selfTest?: (callbutton.v1.SelfTest.$Properties|null);

                /** Command reboot */
                reboot?: (callbutton.v1.Reboot.$Properties|null);

                /** Command rotateKey */
                rotateKey?: (callbutton.v1.RotateKey.$Properties|null);

                /** Command action */
                action?: ("locate"|"selfTest"|"reboot"|"rotateKey");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              commandId?: number|null;
              locate?: callbutton.v1.Locate.$Shape|null;
              selfTest?: callbutton.v1.SelfTest.$Shape|null;
              reboot?: callbutton.v1.Reboot.$Shape|null;
              rotateKey?: callbutton.v1.RotateKey.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ action?: undefined; locate?: null; selfTest?: null; reboot?: null; rotateKey?: null }|{ action?: "locate"; locate: callbutton.v1.Locate.$Shape; selfTest?: null; reboot?: null; rotateKey?: null }|{ action?: "selfTest"; locate?: null; selfTest: callbutton.v1.SelfTest.$Shape; reboot?: null; rotateKey?: null }|{ action?: "reboot"; locate?: null; selfTest?: null; reboot: callbutton.v1.Reboot.$Shape; rotateKey?: null }|{ action?: "rotateKey"; locate?: null; selfTest?: null; reboot?: null; rotateKey: callbutton.v1.RotateKey.$Shape })
            );
        }

        /**
         * Properties of a Locate.
         * @deprecated Use callbutton.v1.Locate.$Properties instead.
         */
        interface ILocate extends callbutton.v1.Locate.$Properties {
        }

        /** Represents a Locate. */
        class Locate {

            /**
             * Constructs a new Locate.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Locate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Locate seconds. */
            seconds: number;

            /**
             * Creates a new Locate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Locate instance
             */
            static create(properties: callbutton.v1.Locate.$Shape): callbutton.v1.Locate & callbutton.v1.Locate.$Shape;
            static create(properties?: callbutton.v1.Locate.$Properties): callbutton.v1.Locate;

            /**
             * Encodes the specified Locate message. Does not implicitly {@link callbutton.v1.Locate.verify|verify} messages.
             * @param message Locate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Locate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Locate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Locate & callbutton.v1.Locate.$Shape} Locate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Locate & callbutton.v1.Locate.$Shape;
        }

        namespace Locate {

            /** Properties of a Locate. */
            interface $Properties {

                /** Locate seconds */
                seconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Locate. */
            type $Shape = callbutton.v1.Locate.$Properties;
        }

        /**
         * Properties of a SelfTest.
         * @deprecated Use callbutton.v1.SelfTest.$Properties instead.
         */
        interface ISelfTest extends callbutton.v1.SelfTest.$Properties {
        }

        /** Represents a SelfTest. */
        class SelfTest {

            /**
             * Constructs a new SelfTest.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.SelfTest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new SelfTest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SelfTest instance
             */
            static create(properties: callbutton.v1.SelfTest.$Shape): callbutton.v1.SelfTest & callbutton.v1.SelfTest.$Shape;
            static create(properties?: callbutton.v1.SelfTest.$Properties): callbutton.v1.SelfTest;

            /**
             * Encodes the specified SelfTest message. Does not implicitly {@link callbutton.v1.SelfTest.verify|verify} messages.
             * @param message SelfTest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.SelfTest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SelfTest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.SelfTest & callbutton.v1.SelfTest.$Shape} SelfTest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.SelfTest & callbutton.v1.SelfTest.$Shape;
        }

        namespace SelfTest {

            /** Properties of a SelfTest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SelfTest. */
            type $Shape = callbutton.v1.SelfTest.$Properties;
        }

        /**
         * Properties of a Reboot.
         * @deprecated Use callbutton.v1.Reboot.$Properties instead.
         */
        interface IReboot extends callbutton.v1.Reboot.$Properties {
        }

        /** Represents a Reboot. */
        class Reboot {

            /**
             * Constructs a new Reboot.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Reboot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Reboot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Reboot instance
             */
            static create(properties: callbutton.v1.Reboot.$Shape): callbutton.v1.Reboot & callbutton.v1.Reboot.$Shape;
            static create(properties?: callbutton.v1.Reboot.$Properties): callbutton.v1.Reboot;

            /**
             * Encodes the specified Reboot message. Does not implicitly {@link callbutton.v1.Reboot.verify|verify} messages.
             * @param message Reboot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Reboot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reboot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Reboot & callbutton.v1.Reboot.$Shape} Reboot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Reboot & callbutton.v1.Reboot.$Shape;
        }

        namespace Reboot {

            /** Properties of a Reboot. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reboot. */
            type $Shape = callbutton.v1.Reboot.$Properties;
        }

        /**
         * Properties of a RotateKey.
         * @deprecated Use callbutton.v1.RotateKey.$Properties instead.
         */
        interface IRotateKey extends callbutton.v1.RotateKey.$Properties {
        }

        /** Represents a RotateKey. */
        class RotateKey {

            /**
             * Constructs a new RotateKey.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.RotateKey.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RotateKey keyVersion. */
            keyVersion: number;

            /** RotateKey nonce. */
            nonce: Uint8Array;

            /**
             * Creates a new RotateKey instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RotateKey instance
             */
            static create(properties: callbutton.v1.RotateKey.$Shape): callbutton.v1.RotateKey & callbutton.v1.RotateKey.$Shape;
            static create(properties?: callbutton.v1.RotateKey.$Properties): callbutton.v1.RotateKey;

            /**
             * Encodes the specified RotateKey message. Does not implicitly {@link callbutton.v1.RotateKey.verify|verify} messages.
             * @param message RotateKey message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.RotateKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RotateKey message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.RotateKey & callbutton.v1.RotateKey.$Shape} RotateKey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.RotateKey & callbutton.v1.RotateKey.$Shape;
        }

        namespace RotateKey {

            /** Properties of a RotateKey. */
            interface $Properties {

                /** RotateKey keyVersion */
                keyVersion?: (number|null);

                /** RotateKey nonce */
                nonce?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RotateKey. */
            type $Shape = callbutton.v1.RotateKey.$Properties;
        }

        /**
         * Properties of an Update.
         * @deprecated Use callbutton.v1.Update.$Properties instead.
         */
        interface IUpdate extends callbutton.v1.Update.$Properties {
        }

        /** Represents an Update. */
        class Update {

            /**
             * Constructs a new Update.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.Update.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Update offer. */
            offer?: (callbutton.v1.UpdateOffer.$Properties|null);

            /** Update chunk. */
            chunk?: (callbutton.v1.UpdateChunk.$Properties|null);

            /** Update finish. */
            finish?: (callbutton.v1.UpdateFinish.$Properties|null);

            /** Update back. */
            back?: (callbutton.v1.UpdateBack.$Properties|null);

            /** Update step. */
            step?: ("offer"|"chunk"|"finish"|"back");

            /**
             * Creates a new Update instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Update instance
             */
            static create(properties: callbutton.v1.Update.$Shape): callbutton.v1.Update & callbutton.v1.Update.$Shape;
            static create(properties?: callbutton.v1.Update.$Properties): callbutton.v1.Update;

            /**
             * Encodes the specified Update message. Does not implicitly {@link callbutton.v1.Update.verify|verify} messages.
             * @param message Update message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.Update.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Update message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.Update & callbutton.v1.Update.$Shape} Update
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.Update & callbutton.v1.Update.$Shape;
        }

        namespace Update {

            /** Properties of an Update. */
            interface $Properties {

                /** Update offer */
                offer?: (callbutton.v1.UpdateOffer.$Properties|null);

                /** Update chunk */
                chunk?: (callbutton.v1.UpdateChunk.$Properties|null);

                /** Update finish */
                finish?: (callbutton.v1.UpdateFinish.$Properties|null);

                /** Update back */
                back?: (callbutton.v1.UpdateBack.$Properties|null);

                /** Update step */
                step?: ("offer"|"chunk"|"finish"|"back");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Update. */
            type $Shape = {
              offer?: callbutton.v1.UpdateOffer.$Shape|null;
              chunk?: callbutton.v1.UpdateChunk.$Shape|null;
              finish?: callbutton.v1.UpdateFinish.$Shape|null;
              back?: callbutton.v1.UpdateBack.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ step?: undefined; offer?: null; chunk?: null; finish?: null; back?: null }|{ step?: "offer"; offer: callbutton.v1.UpdateOffer.$Shape; chunk?: null; finish?: null; back?: null }|{ step?: "chunk"; offer?: null; chunk: callbutton.v1.UpdateChunk.$Shape; finish?: null; back?: null }|{ step?: "finish"; offer?: null; chunk?: null; finish: callbutton.v1.UpdateFinish.$Shape; back?: null }|{ step?: "back"; offer?: null; chunk?: null; finish?: null; back: callbutton.v1.UpdateBack.$Shape })
            );
        }

        /**
         * Properties of an UpdateOffer.
         * @deprecated Use callbutton.v1.UpdateOffer.$Properties instead.
         */
        interface IUpdateOffer extends callbutton.v1.UpdateOffer.$Properties {
        }

        /** Represents an UpdateOffer. */
        class UpdateOffer {

            /**
             * Constructs a new UpdateOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.UpdateOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateOffer version. */
            version: string;

            /** UpdateOffer bytes. */
            bytes: number;

            /** UpdateOffer sha256. */
            sha256: Uint8Array;

            /** UpdateOffer older. */
            older: boolean;

            /** UpdateOffer board. */
            board: string;

            /**
             * Creates a new UpdateOffer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateOffer instance
             */
            static create(properties: callbutton.v1.UpdateOffer.$Shape): callbutton.v1.UpdateOffer & callbutton.v1.UpdateOffer.$Shape;
            static create(properties?: callbutton.v1.UpdateOffer.$Properties): callbutton.v1.UpdateOffer;

            /**
             * Encodes the specified UpdateOffer message. Does not implicitly {@link callbutton.v1.UpdateOffer.verify|verify} messages.
             * @param message UpdateOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.UpdateOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateOffer & callbutton.v1.UpdateOffer.$Shape} UpdateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.UpdateOffer & callbutton.v1.UpdateOffer.$Shape;
        }

        namespace UpdateOffer {

            /** Properties of an UpdateOffer. */
            interface $Properties {

                /** UpdateOffer version */
                version?: (string|null);

                /** UpdateOffer bytes */
                bytes?: (number|null);

                /** UpdateOffer sha256 */
                sha256?: (Uint8Array|null);

                /** UpdateOffer older */
                older?: (boolean|null);

                /** UpdateOffer board */
                board?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateOffer. */
            type $Shape = callbutton.v1.UpdateOffer.$Properties;
        }

        /**
         * Properties of an UpdateChunk.
         * @deprecated Use callbutton.v1.UpdateChunk.$Properties instead.
         */
        interface IUpdateChunk extends callbutton.v1.UpdateChunk.$Properties {
        }

        /** Represents an UpdateChunk. */
        class UpdateChunk {

            /**
             * Constructs a new UpdateChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.UpdateChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateChunk image. */
            image: number;

            /** UpdateChunk offset. */
            offset: number;

            /** UpdateChunk data. */
            data: Uint8Array;

            /**
             * Creates a new UpdateChunk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateChunk instance
             */
            static create(properties: callbutton.v1.UpdateChunk.$Shape): callbutton.v1.UpdateChunk & callbutton.v1.UpdateChunk.$Shape;
            static create(properties?: callbutton.v1.UpdateChunk.$Properties): callbutton.v1.UpdateChunk;

            /**
             * Encodes the specified UpdateChunk message. Does not implicitly {@link callbutton.v1.UpdateChunk.verify|verify} messages.
             * @param message UpdateChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.UpdateChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateChunk & callbutton.v1.UpdateChunk.$Shape} UpdateChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.UpdateChunk & callbutton.v1.UpdateChunk.$Shape;
        }

        namespace UpdateChunk {

            /** Properties of an UpdateChunk. */
            interface $Properties {

                /** UpdateChunk image */
                image?: (number|null);

                /** UpdateChunk offset */
                offset?: (number|null);

                /** UpdateChunk data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateChunk. */
            type $Shape = callbutton.v1.UpdateChunk.$Properties;
        }

        /**
         * Properties of an UpdateFinish.
         * @deprecated Use callbutton.v1.UpdateFinish.$Properties instead.
         */
        interface IUpdateFinish extends callbutton.v1.UpdateFinish.$Properties {
        }

        /** Represents an UpdateFinish. */
        class UpdateFinish {

            /**
             * Constructs a new UpdateFinish.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.UpdateFinish.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateFinish image. */
            image: number;

            /** UpdateFinish mac. */
            mac: Uint8Array;

            /**
             * Creates a new UpdateFinish instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateFinish instance
             */
            static create(properties: callbutton.v1.UpdateFinish.$Shape): callbutton.v1.UpdateFinish & callbutton.v1.UpdateFinish.$Shape;
            static create(properties?: callbutton.v1.UpdateFinish.$Properties): callbutton.v1.UpdateFinish;

            /**
             * Encodes the specified UpdateFinish message. Does not implicitly {@link callbutton.v1.UpdateFinish.verify|verify} messages.
             * @param message UpdateFinish message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.UpdateFinish.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateFinish message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateFinish & callbutton.v1.UpdateFinish.$Shape} UpdateFinish
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.UpdateFinish & callbutton.v1.UpdateFinish.$Shape;
        }

        namespace UpdateFinish {

            /** Properties of an UpdateFinish. */
            interface $Properties {

                /** UpdateFinish image */
                image?: (number|null);

                /** UpdateFinish mac */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateFinish. */
            type $Shape = callbutton.v1.UpdateFinish.$Properties;
        }

        /**
         * Properties of an UpdateBack.
         * @deprecated Use callbutton.v1.UpdateBack.$Properties instead.
         */
        interface IUpdateBack extends callbutton.v1.UpdateBack.$Properties {
        }

        /** Represents an UpdateBack. */
        class UpdateBack {

            /**
             * Constructs a new UpdateBack.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbutton.v1.UpdateBack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateBack image. */
            image: number;

            /**
             * Creates a new UpdateBack instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateBack instance
             */
            static create(properties: callbutton.v1.UpdateBack.$Shape): callbutton.v1.UpdateBack & callbutton.v1.UpdateBack.$Shape;
            static create(properties?: callbutton.v1.UpdateBack.$Properties): callbutton.v1.UpdateBack;

            /**
             * Encodes the specified UpdateBack message. Does not implicitly {@link callbutton.v1.UpdateBack.verify|verify} messages.
             * @param message UpdateBack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbutton.v1.UpdateBack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateBack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbutton.v1.UpdateBack & callbutton.v1.UpdateBack.$Shape} UpdateBack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbutton.v1.UpdateBack & callbutton.v1.UpdateBack.$Shape;
        }

        namespace UpdateBack {

            /** Properties of an UpdateBack. */
            interface $Properties {

                /** UpdateBack image */
                image?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateBack. */
            type $Shape = callbutton.v1.UpdateBack.$Properties;
        }
    }
}
