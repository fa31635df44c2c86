import { completeComponent } from './component-draft.ts'
import { AUTH_VIEWS, addViewField, type ViewField, viewFieldsOf } from './component-json-fields.ts'
import { oauthOf } from './component-json-oauth.ts'
import { createNotes, type ImportedComponent, type Notes } from './imported-component.ts'
import { entriesOf, itemsOf, memberOf, textOf } from './json-values.ts'
import { addLogin, createForm, type MethodDraft, secretField, textField } from './method-draft.ts'
import { readDocument, unreadable } from './read-document.ts'

const UNTESTABLE =
  'A component.json doesn’t describe requests: the code of the component decides what the values do.'

/**
 * Imports the credentials of a component.json of elastic.io: docs.elastic.io, “Credentials in component.json”. Its code sends
 * the values, so they have no place in requests, and no verification.
 * @throws DomainError invalid_input
 */
export function importComponentJson(document: string, { id }: { id: string }): ImportedComponent {
  const notes = createNotes()
  const source = readDocument(document)
  const credentials = memberOf(source, 'credentials')
  const isDescriptor = ['credentials', 'triggers', 'actions'].some(
    (name) => entriesOf(memberOf(source, name)).length > 0,
  )
  if (!isDescriptor)
    throw unreadable('The document must be a component.json, with credentials, triggers or actions.')
  const fields = viewFieldsOf(credentials, notes)
  const auth = fields.find(({ view }) => AUTH_VIEWS.test(view))
  for (const { view, at } of fields)
    if (AUTH_VIEWS.test(view) && at !== auth?.at)
      notes.add('leftOut', 'Only the first field for authentication was imported.', at)
  if (memberOf(credentials, 'oauth1') !== undefined)
    notes.add('leftOut', 'OAuth 1.0 is not supported, so it was left out.', '/credentials/oauth1')
  const verifier = textOf(memberOf(credentials, 'verifier'))
  if (verifier)
    notes.add(
      'leftOut',
      'The verifier is code, so it was left out. Add a verification request.',
      '/credentials/verifier',
    )
  for (const [name] of entriesOf(memberOf(source, 'envVars')).slice(0, 20))
    if (/^\w{1,60}$/.test(name))
      notes.add(
        'leftOut',
        `The environment variable ${name} was left out, because it belongs to the code.`,
        '/envVars',
      )
  if (fields.length > 0)
    notes.add(
      'understood',
      `The form has ${fields.length === 1 ? 'one field' : `${fields.length} fields`}.`,
      '/credentials/fields',
    )
  const others = fields.filter(({ view }) => !AUTH_VIEWS.test(view))
  const kinds = kindsOf(auth, source, notes)
  const methods = kinds.map((kind) => methodOf(kind, others, credentials, notes))
  return completeComponent(
    {
      id,
      title: memberOf(source, 'title'),
      description: memberOf(source, 'description'),
      docs: [memberOf(source, 'docsUrl'), memberOf(source, 'url')],
      methods,
    },
    notes,
  )
}

type Kind = 'form' | 'basic' | 'api_key' | 'oauth2'

/** Returns the methods that the field for authentication stands for; without one, the form itself is the only method. */
function kindsOf(auth: ViewField | undefined, source: unknown, notes: Notes): Kind[] {
  if (!auth) return ['form']
  const { view, at } = auth
  if (view === 'WebhookAuthView') {
    notes.add('leftOut', 'WebhookAuthView protects incoming requests, so it was left out.', at)
    return ['form']
  }
  if (view !== 'HTTPAuthView') return ['oauth2']
  const types = itemsOf(memberOf(source, 'authClientTypes')).flatMap((type) => textOf(type) ?? [])
  const all: Kind[] = ['basic', 'api_key', 'oauth2']
  const kinds = all.filter((kind) => types.some((type) => type.startsWith(kind)))
  if (types.includes('noauth') || types.length === 0)
    notes.add('leftOut', 'HTTPAuthView also allows no authentication, which needs no credential.', at)
  notes.add('understood', 'HTTPAuthView became a method for each way to authenticate.', at)
  return kinds.length > 0 ? kinds : all
}

function methodOf(kind: Kind, fields: ViewField[], credentials: unknown, notes: Notes): MethodDraft {
  const form = createForm()
  const draft = { form, place: [], verify: { untestable: UNTESTABLE } }
  const names = new Map(fields.map((field) => [field.name, addViewField(field, form, notes)]))
  switch (kind) {
    case 'basic': {
      notes.add('leftOut', UNTESTABLE)
      return {
        ...draft,
        id: 'basic',
        title: 'User and password',
        place: [{ in: 'basic', ...addLogin(form) }],
      }
    }
    case 'api_key': {
      notes.add('leftOut', UNTESTABLE)
      const header = form.add('headerName', {
        ...textField({
          label: 'Header name',
          help: 'The header in which the API expects the key.',
          placeholder: 'x-api-key',
        }),
      })
      const key = form.add(
        'apiKey',
        secretField({ label: 'API key', help: 'Sent in this header exactly as you enter it.' }),
      )
      return {
        ...draft,
        id: 'apiKey',
        title: 'API key',
        place: [{ in: 'header', name: `{{${header}}}`, value: `{{${key}}}` }],
      }
    }
    case 'oauth2': {
      notes.add(
        'guessed',
        'The access token is sent in the header Authorization, and the token request is the proof.',
      )
      return {
        ...draft,
        id: 'oauth',
        title: 'Connect in the browser',
        token: oauthOf(memberOf(credentials, 'oauth2'), { form, fields: names, notes }),
        place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
        verify: { token: 'is the proof' },
      }
    }
    default:
      notes.add(
        'leftOut',
        fields.length > 0 ? UNTESTABLE : 'The document has no field for credentials. Add a method.',
      )
      return { ...draft, id: 'credentials', title: fields.length > 0 ? 'Credentials' : 'No credential' }
  }
}
