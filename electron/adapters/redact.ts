const secretName = /pass(word|phrase)?$|secret|token|authorization|cookie|private_?key|tick_?key/i;
const loginInAddress = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi;
const hidden = '[hidden]';
const deepest = 6;

/** Takes names and passwords out of the addresses in a text. */
export const redactText = (text: string): string => text.replace(loginInAddress, `$1${hidden}@`);

const redactError = (error: Error, depth: number): object => ({
  name: error.name,
  ...('code' in error ? { code: error.code } : {}),
  message: redactText(error.message),
  stack: redactText(error.stack ?? ''),
  ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
});

const redactValue = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return redactFields(value, depth);
};

const redactFields = (fields: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secretName.test(name) ? hidden : redactValue(value, depth + 1),
    ]),
  );

/**
 * A copy of the details of a log line that may be kept and shown to others: values under the names of secrets and
 * logins in addresses are hidden, errors are plain data, bytes are only counted.
 */
export const redact = (details: object): object =>
  details instanceof Error ? redactError(details, 0) : redactFields(details, 0);
