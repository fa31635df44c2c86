import { z } from 'zod'

/**
 * What the frame at `/embed/picker` and the page around it say to each other by postMessage. Each side names the
 * other's origin exactly, and listens to nobody else.
 */

/** How the picker looks, so that it fits in. Whatever is chosen, text stays readable. */
export const EmbedTheme = z.strictObject({
  /** `auto` follows the person's system. */
  colorScheme: z.enum(['light', 'dark', 'auto']).optional(),
  /** The colour of buttons and links. */
  accent: z
    .string()
    .regex(/^#[\da-f]{6}$/i, 'Write the accent like #1a73e8')
    .optional(),
  /** How round corners are, in pixels. */
  radius: z.number().min(0).max(24).optional(),
  /** As in CSS. Fonts are not loaded: name those that the person has. */
  fontFamily: z
    .string()
    .max(200)
    .regex(/^[\w\s,'"-]+$/, 'Write the font as in CSS, without functions')
    .optional(),
})
export type EmbedTheme = z.infer<typeof EmbedTheme>

/** From the page to the frame; again with a new token, once the old one has expired, or with another theme. */
export const StartMessage = z.strictObject({
  type: z.literal('stepkey:start'),
  token: z.string().max(200),
  theme: EmbedTheme.optional(),
})
export type StartMessage = z.infer<typeof StartMessage>

const told = { credentialId: z.string(), flowVersion: z.int().optional() }

/** From the frame to the page. `flowVersion` is the flow's new version, where the token names a step. */
export const EmbedEvent = z.discriminatedUnion('type', [
  /** It can be started. */
  z.strictObject({ type: z.literal('stepkey:ready') }),
  /** The start message can't be read: why, in a sentence for whoever wrote it. */
  z.strictObject({ type: z.literal('stepkey:refused'), message: z.string() }),
  z.strictObject({ type: z.literal('stepkey:selected'), ...told }),
  z.strictObject({ type: z.literal('stepkey:created'), ...told }),
  z.strictObject({ type: z.literal('stepkey:cancelled') }),
  /** How tall the frame has to be to show everything, in pixels. */
  z.strictObject({ type: z.literal('stepkey:height'), height: z.int() }),
  /** The token works no longer. Nothing is lost: start again with a new one, and what was under way goes on. */
  z.strictObject({ type: z.literal('stepkey:expired') }),
])
export type EmbedEvent = z.infer<typeof EmbedEvent>
