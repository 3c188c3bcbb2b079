// Makes a screenshot small: a PNG of at most 256 colours, as pictures of windows hardly have more.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColours = 256;
const exactColours = 128;
/** Colours that are the same in these bits are like each other. */
const likeness = 0xf0f0f0;

interface Image {
  width: number;
  height: number;
  /** One number a pixel, red in the highest of three bytes. */
  pixels: Uint32Array;
}

/** The same picture with a palette. Takes PNG files of 8 bits a channel, not interlaced, as browsers write them. */
export const smallPng = (png: Buffer): Buffer => {
  const image = decode(png);
  const palette = commonest(image.pixels);
  const indexOf = nearestIn(palette);
  const lines = Buffer.alloc((image.width + 1) * image.height);
  for (const [at, colour] of image.pixels.entries())
    lines[at + Math.floor(at / image.width) + 1] = indexOf(colour);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  // 8 bits a pixel, by palette.
  header.set([8, 3], 8);
  const colours = Buffer.from(palette.flatMap((colour) => channels(colour)));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const channels = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 0xff,
  colour & 0xff,
];

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

const decode = (png: Buffer): Image => {
  const data: Buffer[] = [];
  let [width, height, size] = [0, 0, 3];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      size = body[9] === 6 ? 4 : 3;
    }
    if (type === 'IDAT') data.push(body);
  }
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * size, size);
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = bytes.readUIntBE(at * size, 3);
  return { width, height, pixels };
};

/** Undoes what PNG does to each line to make it compress better. `size` is bytes a pixel. */
const unfilter = (filtered: Buffer, lineLength: number, size: number): Buffer => {
  const lines = filtered.length / (lineLength + 1);
  const plain = Buffer.alloc(lines * lineLength);
  for (let line = 0; line < lines; line += 1) {
    const filter = filtered[line * (lineLength + 1)]!;
    for (let x = 0; x < lineLength; x += 1) {
      const at = line * lineLength + x;
      const left = x < size ? 0 : plain[at - size]!;
      const above = line === 0 ? 0 : plain[at - lineLength]!;
      const corner = x < size || line === 0 ? 0 : plain[at - lineLength - size]!;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      plain[at] = filtered[at + line + 1]! + guess;
    }
  }
  return plain;
};

const paeth = (left: number, above: number, corner: number): number => {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
};

/**
 * The commonest colours as they are; then, of each group of like ones among the rest, the commonest, so that a small mark of
 * a colour of its own keeps it.
 */
const commonest = (pixels: Uint32Array): number[] => {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const exact = sorted.slice(0, exactColours);
  const groups = Map.groupBy(sorted.slice(exactColours), (colour) => colour & likeness);
  const rest = [...groups.values()].flatMap(([first]) => first ?? []);
  return [...exact, ...rest].slice(0, mostColours);
};

const distance = (a: number, b: number): number => {
  const [one, other] = [channels(a), channels(b)];
  return one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0);
};

const nearestIn = (palette: number[]): ((colour: number) => number) => {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const exact = known.get(colour);
    if (exact !== undefined) return exact;
    let nearest = 0;
    for (const [index, candidate] of palette.entries())
      if (distance(colour, candidate) < distance(colour, palette[nearest]!)) nearest = index;
    known.set(colour, nearest);
    return nearest;
  };
};
