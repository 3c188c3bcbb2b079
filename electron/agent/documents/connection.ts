import type { Http } from '#shared/settings/http.ts';

/** The connection settings that lead to a server's address, whatever was set before. */
export const connectionTo = (address: string): Partial<Http> => {
  const { hostname, port, protocol } = new URL(address);
  const encryption = protocol === 'https:' ? 'tls' : 'none';
  const own = Number(port || (encryption === 'tls' ? 443 : 80));
  const isTheOnePort = encryption === 'tls' && own === 443;
  return { server: hostname, encryption, port: own, ...(isTheOnePort ? {} : { onePort: false }) };
};

/** Whether two settings lead the same way to the server. */
export const sameConnection = (a: Http, b: Http): boolean => JSON.stringify(a) === JSON.stringify(b);
