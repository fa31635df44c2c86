import { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { sizeProblem } from '@stepkey/shared/definitions/check-definition'
import { firstSentence, httpUrl, plainText } from './document-text.ts'
import type { ImportedComponent, Notes } from './imported-component.ts'
import { type MethodDefinition, type MethodDraft, methodIdOf } from './method-draft.ts'
import { unreadable } from './read-document.ts'

/** The notes about guesses that a definition works without. Measurements of the importers don't count them. */
export const HARMLESS = {
  docsUrl: 'The document names no page about authentication, so the link leads to the provider.',
  clientAuth:
    'How the client authenticates at the token endpoint is not described. HTTP basic was chosen, which RFC 6749 section 2.3.1 requires.',
  identity: 'The account name is taken from the response by the usual names of such members.',
  limit: 'The verification request asks for one entry only, to be cheap.',
} as const

/** The number of methods that a component can have. */
export const METHODS_LIMIT = 10

/** What a document says about a component as a whole. All texts are raw. */
interface Draft {
  id: string
  title: unknown
  description?: unknown
  /** Links to documentation, the best first. Those that are no http(s) URLs are ignored. */
  docs: unknown[]
  methods: MethodDraft[]
}

/** Puts a definition together, within all limits of the schema. */
export function completeComponent(
  { id, title, description, docs, methods }: Draft,
  notes: Notes,
): ImportedComponent {
  const name = plainText(title, 200) || 'Imported API'
  const [docsUrl] = docs.flatMap((link) => secureLink(httpUrl(link)))
  if (!docsUrl) notes.add('guessed', HARMLESS.docsUrl)
  if (methods.length > METHODS_LIMIT)
    notes.add('leftOut', `Only ${METHODS_LIMIT} of ${methods.length} ways to authenticate were imported.`)
  const definition = {
    schema: 'component/v1',
    version: 1,
    id,
    title: name,
    description: firstSentence(description, 200) || plainText(`The API of ${name}`, 200),
    category: 'generic',
    docsUrl: docsUrl ?? originOf(methods) ?? 'https://www.rfc-editor.org/rfc/rfc9110',
    methods: Object.fromEntries(withIds(methods.slice(0, METHODS_LIMIT))),
  }
  while (sizeProblem(definition)) {
    const last = Object.keys(definition.methods).at(-1) ?? ''
    if (Object.keys(definition.methods).length < 2)
      throw unreadable('The document makes too large a definition. Import one with fewer fields and scopes.')
    delete definition.methods[last]
    notes.add('leftOut', 'Methods were left out, because the definition would become too large.')
  }
  const { understood, guessed, leftOut } = notes
  return { definition: ComponentDefinition.parse(definition), understood, guessed, leftOut }
}

/** Links of definitions begin with https. */
const secureLink = (url: URL | undefined): string[] =>
  url && !url.hostname.includes('{') ? [url.href.replace(/^http:/, 'https:')] : []

/** Returns the address of the first server, as far as it is one fixed host. */
function originOf(methods: MethodDraft[]): string | undefined {
  const [url] = methods.flatMap(({ baseUrl }) => (baseUrl?.includes('{{') ? [] : (httpUrl(baseUrl) ?? [])))
  return url && `https://${url.host}`
}

function withIds(methods: MethodDraft[]): Map<string, MethodDefinition> {
  const result = new Map<string, MethodDefinition>()
  for (const { id: wish, form, ...method } of methods) {
    const base = methodIdOf(wish).slice(0, 60)
    let id = base
    for (let count = 2; result.has(id); count++) id = `${base}${count}`
    result.set(id, {
      ...method,
      title: plainText(method.title, 200) || 'Key',
      fields: {
        type: 'object',
        properties: Object.fromEntries(form.properties),
        required: [...form.required],
        additionalProperties: false,
      },
    })
  }
  return result
}
