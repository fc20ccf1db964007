// Buttons in the editor: whoever may only press them sends nothing of his own, and to nothing else.
'use strict';

const PRESS = /^\/inject\/([^/]+)\/?$/i;

/**
 * Before Node-RED's own handler, which hands the body of a press as a message to whatever node its address names: to one
 * that has a login at a platform, or that says that somebody has answered. `node-red` has been loaded.
 */
function guardButtons(red) {
  return (request, response, next) => {
    const [, id] = PRESS.exec(request.path) ?? [];
    if (id === undefined || request.method !== 'POST') return next();
    return red.auth.needsPermission('inject.write')(request, response, () => {
      if (request.authInfo?.scope === '*') return next();
      if (red.nodes.getNode(id)?.type !== 'inject') return response.sendStatus(403);
      // Nobody reads a body without a type.
      delete request.headers['content-type'];
      return next();
    });
  };
}

module.exports = { guardButtons };
