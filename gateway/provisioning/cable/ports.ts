// Which serial ports this computer has.
import { loadSerial } from './serial.ts';

export interface Port {
  path: string;
  /** What the adapter says of itself, such as "Silicon Labs 10c4:ea60"; may be empty. */
  label: string;
  /** On USB: a cable to a device nearly always is. */
  isUsb: boolean;
}

export type ListPorts = () => Promise<Port[]>;

/** Adapters on USB first. Rejects when the system can't tell, as without udev; SERIAL_UNAVAILABLE. */
export async function listPorts(): Promise<Port[]> {
  const { SerialPort } = await loadSerial();
  const found = await SerialPort.list();
  const ports = found.map(({ path, manufacturer, vendorId, productId }) => ({
    path,
    label: [manufacturer, vendorId && `${vendorId}:${productId ?? ''}`].filter(Boolean).join(' '),
    isUsb: vendorId !== undefined,
  }));
  return ports.sort((a, b) => Number(b.isUsb) - Number(a.isUsb) || a.path.localeCompare(b.path));
}
