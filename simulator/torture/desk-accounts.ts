// Makes accounts in a desk's database, in a process of its own, because the library lets go of a file late. Arguments: data, password, names.
import { join } from 'node:path';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { makeMasterKey, ownMasterKey, readMasterKey } from '#gateway/registry/master-key.ts';
import { makeFolder } from '#gateway/system/durable.ts';
import { hashPassword } from '#gateway/system/password.ts';

const [, , data = '', password = '', ...names] = process.argv;
await makeFolder(data);
const own = ownMasterKey(data);
const masterKey = (await readMasterKey(undefined, own)) ?? (await makeMasterKey(own));
const store = await DeskStore.open({ folder: join(data, 'desk'), masterKey });
for (const name of names) {
  const account = { name, role: 'officer', password: await hashPassword(password) };
  await store.addAccount(account, Date.now(), false);
}
await store.close();
