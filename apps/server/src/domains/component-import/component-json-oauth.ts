import { hostPattern } from '@stepkey/shared/auth/allowed-hosts'
import { httpUrl, isLiteral, labelOf, plainText } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import { itemsOf, memberOf, textOf } from './json-values.ts'
import { type Form, type MethodDefinition, secretField, textField, urlField } from './method-draft.ts'

const AT = '/credentials/oauth2'

/**
 * Returns the token request of the section `oauth2`: docs.elastic.io, “OAuth in component.json”. Without its addresses, which
 * the platform may have in its settings, users enter them.
 */
export function oauthOf(
  oauth2: unknown,
  { form, fields, notes }: { form: Form; fields: Map<string, string>; notes: Notes },
): NonNullable<MethodDefinition['token']> {
  const authorizeUrl = addressOf(textOf(memberOf(oauth2, 'auth_uri')), 'Authorization URL', {
    form,
    fields,
    notes,
  })
  const url = addressOf(textOf(memberOf(oauth2, 'token_uri')), 'Token URL', { form, fields, notes })
  for (const member of ['client_id', 'client_secret']) {
    const value = textOf(memberOf(oauth2, member))
    const [, variable] = /^\{\{\s*([A-Za-z_]\w{0,60})\s*\}\}$/.exec(value ?? '') ?? []
    if (variable)
      notes.add(
        'leftOut',
        `The environment variable ${variable} is the client. In Stepkey, it belongs to an OAuth app.`,
        `${AT}/${member}`,
      )
    else if (value !== undefined)
      notes.add(
        'leftOut',
        'The client of the document was left out. Create an OAuth app for it.',
        `${AT}/${member}`,
      )
  }
  const scopes = itemsOf(memberOf(oauth2, 'scopes') ?? memberOf(oauth2, 'scope'))
    .slice(0, 200)
    .flatMap((scope) => textOf(scope) ?? [])
    .filter((scope) => isLiteral(scope) && !/[\s{}]/.test(scope))
  const scope = scopes.join(' ')
  const parameters = Object.fromEntries(
    ['access_type', 'prompt'].flatMap((name) => {
      const value = textOf(memberOf(oauth2, name))
      return value !== undefined && /^[\w ]{1,100}$/.test(value) ? [[name, value]] : []
    }),
  )
  // The client belongs to an OAuth app only if the addresses always lead to the provider.
  const isFixed = [authorizeUrl, url].every((template) =>
    /^https?:\/\/(?:\{\{\w+\}\}\.)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)/.test(template),
  )
  if (!isFixed)
    notes.add('guessed', 'Users enter addresses of OAuth, so the client belongs to each credential.', AT)
  return {
    grant: 'authorization_code',
    authorizeUrl,
    url,
    ...(!isFixed && addClient(form)),
    clientAuth: 'body',
    ...(scope && scope.length <= 4000 && { scope }),
    ...(Object.keys(parameters).length > 0 && { authorizeParameters: parameters }),
  }
}

function addClient(form: Form): { clientId: string; clientSecret: string } {
  const help = 'From the app that you registered with the provider.'
  return {
    clientId: `{{${form.add('clientId', textField({ label: 'Client ID', help }))}}}`,
    clientSecret: `{{${form.add('clientSecret', secretField({ label: 'Client secret', help: 'From the same app.' }))}}}`,
  }
}

interface Context {
  form: Form
  fields: Map<string, string>
  notes: Notes
}

/** Returns the template of an address. `{{name}}` is a field of the form, or else an environment variable. */
function addressOf(text: string | undefined, label: string, { form, fields, notes }: Context): string {
  const bare = (text ?? '').replace(/\{\{[^{}]{1,100}\}\}/g, 'x')
  const isWholeHost = /^https?:\/\/\{\{[^{}]*\}\}(?:[/?]|$)/.test(text ?? '')
  const isHost =
    isWholeHost || hostPattern((text ?? '').replace(/\{\{[^{}]{1,100}\}\}/g, '{{x}}')) !== undefined
  if (text === undefined || text.length > 2000 || !httpUrl(bare) || !isHost || /[{}\s]/.test(bare)) {
    if (text !== undefined) notes.add('leftOut', 'An address of OAuth can’t be used, so users enter it.', AT)
    return `{{${form.add(label, urlField({ label, help: 'Listed in the documentation of the provider.' }))}}}`
  }
  return text.replace(/\{\{([^{}]{1,100})\}\}/g, (_, expression: string) => {
    const words = expression.trim().split(/\s+/)
    const name = words.at(-1) ?? ''
    const known = fields.get(name)
    if (known !== undefined) return words[0] === 'encode' ? `{{${known}|urlencode}}` : `{{${known}}}`
    notes.add('guessed', `The variable ${plainText(name, 60)} of an address became a field.`, AT)
    const help = 'A part of an address of OAuth. It was an environment variable of the component.'
    return `{{${form.add(name, textField({ label: labelOf(name.toLowerCase()), help }))}}}`
  })
}
