import { z } from 'zod'
import { EmbedTheme } from './embed-messages.ts'
import { Id } from './inputs.ts'
import { LANGUAGES } from './languages.ts'
import { FIRST } from './length-limit.ts'

/** The maximum length of a logo, in characters of its `data:` URL: about 48 KiB. */
export const LOGO_LIMIT = 64 * 1024
/** The maximum number of replaced texts per language, and the maximum length of one. */
const [WORDING_LIMIT, TEXT_LIMIT] = [100, 500]
/** The maximum number of components with their own help. */
const HELP_LIMIT = 200

const HelpUrl = z
  .string()
  .max(2000, FIRST)
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === 'https:',
    'Enter a URL that begins with https://',
  )
  .meta({ format: 'uri' })

/** A `data:` URL of an image. SVG images are shown by `img` only, in which scripts don’t run. */
const Logo = z
  .string()
  .max(LOGO_LIMIT, FIRST)
  .regex(
    /^data:image\/(?:png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/,
    'Send a PNG, JPEG, WebP or SVG image as a data: URL in base64',
  )

const Wording = z
  .record(z.string().max(100, FIRST), z.string().trim().min(1).max(TEXT_LIMIT, FIRST))
  .refine((texts) => Object.keys(texts).length <= WORDING_LIMIT, `Replace at most ${WORDING_LIMIT} texts`)
  .describe('Texts by their id in the message catalogue, such as `picker.create`, at most 100.')

/** How an embed looks to people without an account: in the picker, and on the pages of its links. */
export const Branding = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(120, FIRST)
      .optional()
      .describe('The name that the pages show instead of that of Stepkey. At most 120 characters.'),
    logo: Logo.optional().describe(
      'The logo that the pages show instead of that of Stepkey: a PNG, JPEG, WebP or SVG image as a `data:` URL in base64. At most 65536 characters.',
    ),
    theme: EmbedTheme.optional().describe(
      'The appearance. The start message of a page can replace its members.',
    ),
    helpUrl: HelpUrl.optional().describe('A page with help for users. HTTPS only.'),
    components: z
      .record(
        Id,
        z
          .strictObject({ helpUrl: HelpUrl.describe('A page with help for this component. HTTPS only.') })
          .describe('What is particular to one component.'),
      )
      .refine(
        (components) => Object.keys(components).length <= HELP_LIMIT,
        `Name at most ${HELP_LIMIT} components`,
      )
      .optional()
      .describe('What is particular to single components, by their ids. At most 200.'),
    wording: z
      .partialRecord(z.enum(LANGUAGES), Wording)
      .optional()
      .describe(
        'Texts that replace those of Stepkey, by language. Arguments such as `{component}` stay possible.',
      ),
  })
  .describe('How an embed looks to people without an account.')
/** How an embed looks to people without an account. */
export type Branding = z.infer<typeof Branding>

/** How the pages for people without an account look. */
export const Presentation = {
  locale: z
    .string()
    .optional()
    .describe('The language of the texts, as a BCP 47 tag. Absent for that of the browser.'),
  branding: Branding.optional().describe('How the embed of the session looks. Absent for that of Stepkey.'),
}
/** How the pages for people without an account look. */
export type Presentation = { locale?: string | undefined; branding?: Branding | undefined }
