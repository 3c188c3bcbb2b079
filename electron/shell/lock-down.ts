import { app, protocol, session } from 'electron';
import type { Session, WebContents } from 'electron';
import { places } from './places.ts';
import { answerWithFile, isOwnPage, pageOrigin } from './page-files.ts';

const scheme = new URL(pageOrigin).protocol.replace(':', '');

/** Tells Chromium of the scheme of our pages. Only possible before Electron is ready. */
export const declarePages = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
};

const denyPermissions = (own: Session): void => {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
};

const denyForeignAddresses = (own: Session): void => {
  own.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: !isOwnPage(request.url) && !request.url.startsWith('devtools:') });
  });
};

const denyWaysOut = (contents: WebContents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
};

/** Serves our pages, and lets windows show, load and do nothing else. Needs Electron to be ready. */
export const lockDown = (): void => {
  const own = session.defaultSession;
  protocol.handle(scheme, (request) => answerWithFile(request.url, places.pages));
  denyPermissions(own);
  denyForeignAddresses(own);
  app.on('web-contents-created', (_event, contents) => denyWaysOut(contents));
};
