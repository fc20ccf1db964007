// What the interpreter's own functions take of the native stack on an ESP32-C3, in bytes.
//
// Frames of version 2v29.277 as GCC 12.2 lays them out for that chip (-march=rv32imc -mabi=ilp32 -Og -fstack-usage,
// the options and defines of its ESP32C3_IDF4 board). The vendor's compiler is GCC 8.4, so a frame may differ by 16.
// Not compiled: the vendor's SDK. What is said of it below is an allowance.

/** Frames of the parser, which runs a script by walking through its text. */
export const FRAME = {
  block: 16, // jspeBlock
  blockContent: 16, // jspeBlockNoBrackets
  blockOrStatement: 16,
  statement: 16,
  variables: 32, // jspeStatementVar
  if: 32,
  for: 192,
  while: 112,
  switch: 48,
  try: 32,
  return: 16,
  throw: 16,
  declaration: 32 + 64, // jspeStatementFunctionDecl, and the function or class that it reads
  expression: 16,
  assignment: 16,
  assigned: 32, // __jspeAssignmentExpression, around the right side
  conditional: 16,
  chosen: 16, // __jspeConditionalExpression, around both branches
  binary: 16,
  operand: 112, // __jspeBinaryExpression, around each right operand
  unary: 16,
  postfix: 16,
  member: 32, // jspeFactorMember, around what stands in []
  factor: 64,
  memberOrCall: 48, // jspeFactorFunctionCall
  brackets: 16, // jspeExpressionOrArrowFunction
  arrow: 16 + 64, // jspeArrowFunction and jspeFunctionDefinitionInternal, which reads through it
  object: 96,
  array: 32,
  typeof: 16,
  delete: 32,
  template: 96 + 144 + 16, // jspeTemplateLiteral, jspEvaluateExpressionVar, jspeExpression
  construct: 32,
  call: 224, // jspeFunctionCall: around the arguments and the function's body
};

/** Looking up a name, making a variable, joining texts: whatever stands on top of `factor`. */
export const LEAF = 320;

/** What a function that ends frees: its variables, and what only they held. */
export const END = 640;

/** A native function that is called with arguments has room for them beside the frame of the call. */
const NATIVE_ARGUMENTS = 64;

/** What native functions take, jsnCallFunction included: the most that was measured while the firmware ran. */
const NATIVE = new Map([
  ['connect', 1360],
  ['test', 1312],
  ['clearTimeout', 1312],
  ['stringify', 1296],
  ['require', 1280],
  ['log', 672],
  ['write', 624],
  ['parse', 576],
  ['read', 544],
  ['on', 512],
]);
/** Of all others. Collecting garbage, which some do, goes as deep as it finds room, and is not counted. */
const NATIVE_OTHER = 512;

export const hasNative = (name: string): boolean => NATIVE.has(name);

export function nativeBytes(name: string): number {
  return NATIVE_ARGUMENTS + (NATIVE.get(name) ?? NATIVE_OTHER);
}

/** Between a native function and the script that it calls: jsnCallFunction, jswrap_array_forEach and its like. */
export const NATIVE_CALLBACK = NATIVE_ARGUMENTS + 112 + 16 + 128;
/** Between `require` and the module that it runs: jswrap_require, jspEvaluateModule, jspEvaluateVar, jspParse. */
export const REQUIRE = NATIVE_ARGUMENTS + 112 + 208 + 80 + 192 + 16;

/** The task's own frame, and what an interrupt stores on the stack of what it interrupts. */
const TASK = 48 + 160;
/** jsiExecuteEventCallback, its inner function, jspExecuteFunction and the call. */
const CALLED = 32 + 48 + 64 + 224;
const IDLE = TASK + 16 + 240;
/** A list of listeners: one more inner function; and the list of arguments. */
const LISTENERS = 48;
const ARGUMENTS = 48;

/** What is on the stack when a script's function begins, by what called it. */
export const BEGINNING = {
  /** jsiInit to jspParse: the script itself runs. */
  start: TASK + 16 + 80 + 32 + 112 + 192 + 16,
  timer: IDLE + ARGUMENTS + CALLED,
  /** An edge of a key. */
  watch: IDLE + CALLED,
  /** What was queued: jsiExecuteEvents. */
  event: IDLE + 32 + ARGUMENTS + LISTENERS + CALLED,
  /**
   * Bytes from the network, told while the buffer into which they were received (536 bytes) is still on the stack:
   * jswIdle, jswrap_net_idle, socketIdle, socketClientConnectionsIdle, socketReceived, socketPushReceiveData,
   * jswrap_stream_pushData.
   */
  data: IDLE + 16 + 80 + 48 + 112 + 552 + 80 + 48 + 48 + LISTENERS + CALLED,
  /** Bytes from the serial port. */
  serial: IDLE + 16 + 48 + LISTENERS + CALLED,
};

/** ESP_STACK_SIZE of that board; with less than 512 left the interpreter throws. */
export const STACK_BYTES = 15_000;
