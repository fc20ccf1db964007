// The log port. Fields carry ids and codes only: never a name, an address, a telephone, health or a key.

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
