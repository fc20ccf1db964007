// The kinds of fault that a device reports: FaultKind of callbutton.proto.

export const FAULT_KEY_STUCK = 1;
export const FAULT_STORAGE = 2;
export const FAULT_OUTBOX_FULL = 3;
export const FAULT_EXCEPTION = 4;
