// Node-RED's settings: what a flow may not do is switched off here. docs/guides/flows.md, "What is contained".
'use strict';
const path = require('node:path');
const { guardButtons } = require('./buttons.cjs');
const { storageOf } = require('./storage.cjs');

/** Nodes that reach the machine, or open a door of their own beside the editor's. */
const EXCLUDED = [
  '90-exec.js',
  '10-file.js',
  '23-watch.js',
  '31-tcpin.js',
  '32-udp.js',
  '21-httpin.js',
  '22-websocket.js',
];

/**
 * An operator reads, and presses the buttons that whoever deployed has drawn, because calls are taken by one. Not
 * `readOnly`: it would answer a deployment with 200 and not save it.
 */
const PERMISSIONS = { admin: '*', operator: ['read', 'inject.write'] };

const SESSION_S = 8 * 3_600;

/** `start` is the message of that name; `ask` puts a question to the gateway; `red` is Node-RED. */
function settingsOf(start, ask, red) {
  const user = (found) =>
    found ? { username: found.name, permissions: PERMISSIONS[found.role] } : null;
  return {
    userDir: start.folder,
    flowFile: 'flows.json',
    flowFilePretty: true,
    storageModule: storageOf(start, ask),
    credentialSecret: start.credentialSecret,
    lang: start.language,
    nodesDir: [path.join(__dirname, '../nodes')],
    nodesExcludes: EXCLUDED,
    paletteCategories: [
      'call-button',
      'subflows',
      'common',
      'function',
      'network',
      'sequence',
      'parser',
    ],
    safeMode: start.safe,
    httpAdminRoot: start.editor === undefined ? false : '/',
    httpNodeRoot: false,
    httpAdminMiddleware: [
      (_request, response, next) => {
        response.setHeader('x-frame-options', 'DENY');
        response.setHeader('referrer-policy', 'no-referrer');
        next();
      },
      guardButtons(red),
    ],
    adminAuth: {
      type: 'credentials',
      sessionExpiryTime: SESSION_S,
      users: async (name) => user(await ask('user', { name })),
      authenticate: async (name, password) => user(await ask('login', { name, password })),
      tokens: async (token) => user(await ask('login', { token })),
      default: async () => null,
    },
    functionExternalModules: false,
    functionGlobalContext: {},
    exportGlobalContextKeys: false,
    globalFunctionTimeout: start.functionTimeoutMs / 1_000,
    contextStorage: { default: { module: 'memory' } },
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false, allowUpdate: false },
      modules: { allowInstall: false },
    },
    telemetry: { enabled: false, updateNotification: false },
    diagnostics: { enabled: false, ui: false },
    runtimeState: { enabled: false, ui: false },
    // What flows print may name residents: it is seen in the editor, and written nowhere.
    logging: { none: { level: 'off', metrics: false, audit: false, handler: () => () => {} } },
    editorTheme: {
      page: { title: 'call-button' },
      header: { title: 'call-button' },
      projects: { enabled: false },
      tours: false,
      multiplayer: { enabled: false },
      palette: { catalogues: [] },
      menu: { 'menu-item-help': { label: 'Node-RED', url: 'https://nodered.org/docs' } },
    },
  };
}

module.exports = { EXCLUDED, settingsOf };
