import { z } from 'zod';
import { momentSchema } from './names.ts';

const text = z.string().max(500);
const bytes = z.number().min(0);

/** Parts of the inventory, each read from its own source with its own deadline. */
export const inventorySources = [
  'os',
  'hardware',
  'cpu',
  'memory',
  'disks',
  'partitions',
  'network',
  'software',
  'users',
  'graphics',
  'battery',
] as const;
export type InventorySource = (typeof inventorySources)[number];

/** Descript: the daily inventory of hardware, operating system and software. What could not be read is named in `unread`. */
export const inventorySchema = z.strictObject({
  takenAt: momentSchema,
  os: z
    .strictObject({
      platform: text,
      name: text,
      version: text,
      build: text.optional(),
      kernel: text,
      arch: text,
      hostname: text,
      timeZone: text,
      bootedAt: momentSchema,
      language: text.optional(),
    })
    .optional(),
  hardware: z
    .strictObject({
      manufacturer: text,
      model: text,
      serial: text,
      uuid: text,
      chassis: text,
      bios: text,
      virtual: z.boolean(),
    })
    .optional(),
  cpu: z
    .strictObject({
      brand: text,
      vendor: text,
      cores: z.int(),
      physicalCores: z.int(),
      speedGHz: z.number().optional(),
    })
    .optional(),
  memory: z
    .strictObject({
      totalBytes: bytes,
      modules: z.array(z.strictObject({ slot: text, sizeBytes: bytes, type: text })).max(64),
    })
    .optional(),
  disks: z
    .array(
      z.strictObject({
        name: text,
        model: text,
        serial: text,
        type: text,
        sizeBytes: bytes,
        health: text,
        temperatureC: z.number().optional(),
      }),
    )
    .max(128)
    .optional(),
  partitions: z
    .array(
      z.strictObject({
        name: text,
        mount: text,
        fileSystem: text,
        sizeBytes: bytes,
        freeBytes: bytes,
        network: z.boolean(),
      }),
    )
    .max(256)
    .optional(),
  network: z
    .array(
      z.strictObject({
        name: text,
        mac: text,
        addresses: z.array(text).max(32),
        gateway: text,
        dns: z.array(text).max(16),
        speedMbit: z.number().optional(),
        up: z.boolean(),
        virtual: z.boolean(),
      }),
    )
    .max(128)
    .optional(),
  software: z
    .array(z.strictObject({ name: text, version: text, publisher: text }))
    .max(20_000)
    .optional(),
  users: z
    .array(z.strictObject({ name: text, terminal: text, since: text }))
    .max(256)
    .optional(),
  graphics: z
    .array(z.strictObject({ model: text, vendor: text, memoryBytes: bytes.optional() }))
    .max(16)
    .optional(),
  battery: z
    .strictObject({
      present: z.boolean(),
      percent: z.number().optional(),
      charging: z.boolean().optional(),
      cycles: z.int().optional(),
    })
    .optional(),
  unread: z.array(z.strictObject({ source: z.enum(inventorySources), reason: z.string().max(300) })).max(32),
});
export type Inventory = z.infer<typeof inventorySchema>;
