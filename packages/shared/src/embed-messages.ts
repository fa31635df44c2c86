import { z } from 'zod'
import { FIRST } from './length-limit.ts'
import { LocaleTag } from './locale-tag.ts'

/**
 * The postMessage protocol between the frame at `/embed/picker` (`apps/web/src/features/embedded-picker/hostPage.ts`)
 * and its host page (for example `examples/embed-host/page.html`). Each side sends only to the exact origin of the other
 * and ignores messages from all other origins.
 */

/** The appearance of the picker. The picker keeps text readable with every theme. */
export const EmbedTheme = z
  .strictObject({
    colorScheme: z
      .enum(['light', 'dark', 'auto'])
      .optional()
      .describe('`light`, `dark`, or `auto` for the setting of the user’s system.'),
    accent: z
      .string()
      .max(7, FIRST)
      .regex(/^#[\da-f]{6}$/i, 'Write the accent like #1a73e8')
      .optional()
      .describe('The colour of buttons and links, for example `#1a73e8`.'),
    radius: z.number().min(0).max(24).optional().describe('The radius of corners in pixels, 0 to 24.'),
    fontFamily: z
      .string()
      .max(200, FIRST)
      .regex(/^[\w\s,'"-]+$/, 'Write the font as in CSS, without functions')
      .optional()
      .describe(
        'A CSS font family list. Fonts are not loaded: name fonts that are installed on the user’s system.',
      ),
  })
  .describe('The appearance of the picker.')
/** The appearance of the picker. */
export type EmbedTheme = z.infer<typeof EmbedTheme>

/** The message from the host page that starts the picker. Send it again with a new token or another theme. */
export const StartMessage = z
  .strictObject({
    type: z.literal('stepkey:start').describe('The type of the message.'),
    token: z.string().max(200).describe('A connect token.'),
    theme: EmbedTheme.optional().describe(
      'The appearance of the picker. It replaces members of the embed’s theme, or of the default appearance.',
    ),
    locale: LocaleTag.optional(),
  })
  .describe('The message from the host page that starts the picker.')
/** The message from the host page that starts the picker. */
export type StartMessage = z.infer<typeof StartMessage>

const choice = {
  credentialId: z.string().describe('The id of the credential.'),
  flowVersion: z.int().optional().describe('The new version of the flow. Present if the token names a step.'),
}
const messageType = <const Type extends string>(type: Type) =>
  z.literal(type).describe('The type of the message.')

/** A message from the picker to the host page. */
export const EmbedEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: messageType('stepkey:ready') })
      .describe('The picker waits for the start message.'),
    z
      .strictObject({
        type: messageType('stepkey:refused'),
        message: z
          .string()
          .describe('One sentence for the developer of the host page that explains the reason.'),
      })
      .describe('The start message is not valid.'),
    z
      .strictObject({ type: messageType('stepkey:selected'), ...choice })
      .describe('The user selected an existing credential.'),
    z
      .strictObject({ type: messageType('stepkey:created'), ...choice })
      .describe('The user created a credential.'),
    z
      .strictObject({
        type: messageType('stepkey:reconnected'),
        credentialId: z.string().describe('The id of the credential.'),
      })
      .describe('The user connected a credential again.'),
    z.strictObject({ type: messageType('stepkey:cancelled') }).describe('The user cancelled.'),
    z
      .strictObject({
        type: messageType('stepkey:height'),
        height: z.int().describe('The height that the frame needs to show everything, in pixels.'),
      })
      .describe('The picker needs another height.'),
    z
      .strictObject({ type: messageType('stepkey:expired') })
      .describe('The token has expired. Start again with a new token; the picker keeps its state.'),
  ])
  .describe('A message from the picker to the host page.')
/** A message from the picker to the host page. */
export type EmbedEvent = z.infer<typeof EmbedEvent>
