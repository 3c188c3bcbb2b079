import { z } from 'zod';

// Schemas would otherwise try to compile themselves, which the content policy forbids and reports. Import this first.
z.config({ jitless: true });
