/** True when the host stands in NO_PROXY: exactly, or as a part of a domain, or everything (`*`). */
const isExcepted = (host: string, noProxy: string): boolean =>
  noProxy
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, ''))
    .some((entry) => entry !== '' && (entry === '*' || host === entry || host.endsWith(`.${entry}`)));

/** A variable by its lower-case name first, as curl and others do. */
const variable = (environment: NodeJS.ProcessEnv, name: string): string =>
  environment[name.toLowerCase()] ?? environment[name.toUpperCase()] ?? '';

/** The system's proxy as a service knows it: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY. */
export const environmentProxy =
  (environment: NodeJS.ProcessEnv) =>
  (url: string): Promise<string | undefined> => {
    const { protocol, hostname } = new URL(url);
    const proxy =
      variable(environment, `${protocol.slice(0, -1)}_proxy`) || variable(environment, 'all_proxy');
    const direct = proxy === '' || isExcepted(hostname, variable(environment, 'no_proxy'));
    return Promise.resolve(direct ? undefined : proxy);
  };
