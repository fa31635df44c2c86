import { Branding } from '@stepkey/shared/branding'
import { EmbedTheme } from '@stepkey/shared/embed-messages'
import { LANGUAGES, type Language } from '@stepkey/shared/languages'
import { wordingProblem } from '@stepkey/shared/wording'
import { z } from 'zod'

/** The input of the form of a branding. Empty texts are absent members. */
export type BrandingDraft = {
  name: string
  logo: string
  colorScheme: NonNullable<EmbedTheme['colorScheme']>
  accent: string
  radius: number | ''
  fontFamily: string
  helpUrl: string
  helpLinks: { componentId: string; helpUrl: string }[]
  texts: { language: Language; id: string; text: string }[]
}

/** Returns the input for a stored branding. */
export const draftOf = ({
  name,
  logo,
  theme,
  helpUrl,
  components = {},
  wording = {},
}: Branding): BrandingDraft => ({
  name: name ?? '',
  logo: logo ?? '',
  colorScheme: theme?.colorScheme ?? 'auto',
  accent: theme?.accent ?? '',
  radius: theme?.radius ?? '',
  fontFamily: theme?.fontFamily ?? '',
  helpUrl: helpUrl ?? '',
  helpLinks: Object.entries(components).map(([componentId, { helpUrl }]) => ({ componentId, helpUrl })),
  texts: LANGUAGES.flatMap((language) =>
    Object.entries(wording[language] ?? {}).map(([id, text]) => ({ language, id, text })),
  ),
})

const orEmpty = <Schema extends z.ZodType>(schema: Schema) => z.literal('').or(schema)
const { name, logo, helpUrl } = Branding.shape
const { accent, radius, fontFamily, colorScheme } = EmbedTheme.shape

/** The input of the form, with the rules of the branding at its fields. */
export const BrandingForm = z.object({
  name: orEmpty(name),
  logo: orEmpty(logo),
  colorScheme,
  accent: orEmpty(accent),
  radius: orEmpty(radius),
  fontFamily: orEmpty(fontFamily),
  helpUrl: orEmpty(helpUrl),
  helpLinks: z.array(
    z.object({ componentId: z.string().min(1, 'Choose a component'), helpUrl: helpUrl.unwrap() }),
  ),
  texts: z.array(
    z
      .object({
        language: z.enum(LANGUAGES),
        id: z.string().min(1, 'Choose a text'),
        text: z.string().trim().min(1),
      })
      .superRefine(({ id, text }, context) => {
        const message = id && wordingProblem(id, text)
        if (message) context.addIssue({ code: 'custom', path: ['text'], message })
      }),
  ),
})

/** Returns the branding of valid input; null if it is that of Stepkey. */
export function brandingOf(draft: BrandingDraft): Branding | null {
  const theme = {
    ...(draft.colorScheme !== 'auto' && { colorScheme: draft.colorScheme }),
    ...(draft.accent && { accent: draft.accent }),
    ...(draft.radius !== '' && { radius: draft.radius }),
    ...(draft.fontFamily && { fontFamily: draft.fontFamily }),
  }
  const components = Object.fromEntries(
    draft.helpLinks.map(({ componentId, helpUrl }) => [componentId, { helpUrl }]),
  )
  const wording: Branding['wording'] = {}
  for (const { language, id, text } of draft.texts)
    wording[language] = { ...wording[language], [id]: text.trim() }
  const branding = {
    ...(draft.name.trim() && { name: draft.name.trim() }),
    ...(draft.logo && { logo: draft.logo }),
    ...(isFilled(theme) && { theme }),
    ...(draft.helpUrl && { helpUrl: draft.helpUrl }),
    ...(isFilled(components) && { components }),
    ...(isFilled(wording) && { wording }),
  }
  return isFilled(branding) ? branding : null
}

/** Returns the branding that the preview shows: the parts of the input that are valid already. */
export function previewOf(draft: BrandingDraft): Branding {
  const valid = <Member extends keyof typeof BrandingForm.shape>(
    member: Member,
    instead: BrandingDraft[Member],
  ) => (BrandingForm.shape[member].safeParse(draft[member]).success ? draft[member] : instead)
  return (
    brandingOf({
      ...draft,
      logo: valid('logo', ''),
      accent: valid('accent', ''),
      radius: valid('radius', ''),
      fontFamily: valid('fontFamily', ''),
      helpUrl: valid('helpUrl', ''),
      helpLinks: valid('helpLinks', []),
      texts: draft.texts.filter(({ id, text }) => id && text.trim() && !wordingProblem(id, text)),
    }) ?? {}
  )
}

const isFilled = (members: object) => Object.keys(members).length > 0
