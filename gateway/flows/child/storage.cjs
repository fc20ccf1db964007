// Where Node-RED keeps what is deployed: in files, as by itself, but a deployment is answered only when they are on disk.
'use strict';
const fs = require('node:fs/promises');
const path = require('node:path');

/** The last write of each file: one at a time. */
const writing = new Map();

/**
 * `ask` puts a question to the gateway, which syncs: this process may not. `start` is the message of that name.
 * What isn't written rejects, and the editor says so.
 */
function storageOf(start, ask) {
  const own = '@node-red/runtime/lib/storage/localfilesystem';
  const local = require(require.resolve(own, { paths: [start.nodeRed] }));

  const write = async (file, value) => {
    await fs.writeFile(path.join(start.folder, `${file}.$$$`), JSON.stringify(value, null, 4));
    await ask('saved', { file });
  };
  const keep = (file, value) => {
    const done = (writing.get(file) ?? Promise.resolve()).then(() => write(file, value));
    writing.set(
      file,
      done.catch(() => {}),
    );
    return done;
  };
  const synced =
    (save) =>
    async (...args) => {
      await save(...args);
      await ask('saved', {});
    };

  return {
    ...local,
    saveFlows: (flows) => keep('flows.json', flows),
    saveCredentials: (credentials) => keep('flows_cred.json', credentials),
    saveSettings: synced(local.saveSettings),
    saveLibraryEntry: synced(local.saveLibraryEntry),
  };
}

module.exports = { storageOf };
