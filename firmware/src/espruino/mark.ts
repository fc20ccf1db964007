// What an ordered restart leaves in a register that survives it: "this was no crash".
export const RESTART_MARK = 0x43425253;
