/** A network address as people write it: an IPv4 address without the prefix that a socket for both kinds puts before it. */
export const plainAddress = (address: string | undefined): string => {
  if (address === undefined) return '';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
};
