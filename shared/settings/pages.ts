/**
 * The configuration window's navigation tree, in its order. `page` is the key of the page's settings, texts and file;
 * a page that is not built yet is shown disabled with the reason.
 */
export interface PageNode {
  page: string;
  built: boolean;
  children?: PageNode[];
}

export const pageTree: PageNode[] = [
  { page: 'general', built: true },
  {
    page: 'outgoing',
    built: true,
    children: [
      { page: 'smtp1', built: false },
      { page: 'smtp2', built: false },
      { page: 'mapi', built: false },
    ],
  },
  {
    page: 'notifications',
    built: false,
    children: [
      { page: 'smtp3', built: false },
      { page: 'smtp4', built: false },
    ],
  },
  {
    page: 'incoming',
    built: false,
    children: [
      { page: 'pop3', built: false },
      { page: 'imap', built: false },
      { page: 'websocket', built: false },
      { page: 'ftp', built: false },
      { page: 'sharedFolder', built: false },
      { page: 'archive', built: false },
    ],
  },
  { page: 'http', built: true },
  { page: 'messages', built: true },
  { page: 'remoteAccess', built: false },
  { page: 'remoteAgent', built: false },
  { page: 'communicator', built: false },
  { page: 'security', built: false },
  { page: 'easyclick', built: false },
  { page: 'netTraffic', built: false },
  { page: 'conflictApplications', built: false },
];
