// Makes a desk's database with one call in it: in a process of its own, because the library lets go of a file late.
import { DeskStore } from '#gateway/desk/store/store.ts';
import { SUBJECT } from './subject.ts';

const [, , folder = '', key = ''] = process.argv;
const store = await DeskStore.open({ folder, masterKey: Buffer.from(key, 'hex') });
await store.addPresses(1, [
  { step: 'pressed', eventId: 'e1', count: 1, subject: SUBJECT, pressedAt: 1 },
]);
await store.close();
