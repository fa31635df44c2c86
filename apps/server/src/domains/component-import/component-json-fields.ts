import type { FieldDefinition } from '@stepkey/shared/definition-schema'
import { httpUrl, labelOf, plainText } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import { entriesOf, memberOf, pointerOf, textOf } from './json-values.ts'
import {
  choiceField,
  type Form,
  flagField,
  multilineField,
  scopesField,
  secretField,
  textField,
} from './method-draft.ts'
import { hasKeyValue, isKeyName } from './secret-names.ts'

/** One field of the credentials of a component.json: docs.elastic.io, “Fields in component.json” and “View classes”. */
export interface ViewField {
  name: string
  view: string
  definition: Record<string, unknown>
  at: string
}

/** The number of fields that are read. */
const FIELDS_LIMIT = 40

/** View classes that stand for a whole way to authenticate, not for one value. */
export const AUTH_VIEWS =
  /^(?:HTTPAuthView|OAuthFieldView|GoogleOAuth\w*|OAuth\w*View|WebhookAuthView|AuthView)$/

/** Returns the fields in the order of the form: a higher `order` comes first, and fields without one stay at the end. */
export function viewFieldsOf(credentials: unknown, notes: Notes): ViewField[] {
  const entries = entriesOf(memberOf(credentials, 'fields'))
  if (entries.length > FIELDS_LIMIT)
    notes.add('leftOut', `Only ${FIELDS_LIMIT} of ${entries.length} fields were imported.`)
  const orderOf = (definition: unknown) => Number(memberOf(definition, 'order') ?? 0) || 0
  return entries
    .slice(0, FIELDS_LIMIT)
    .filter(([, definition]) => typeof definition === 'object' && definition !== null)
    .toSorted(([, one], [, other]) => orderOf(other) - orderOf(one))
    .map(([name, definition]) => ({
      name,
      view: textOf(memberOf(definition, 'viewClass')) ?? '',
      definition: definition as Record<string, unknown>,
      at: pointerOf('credentials', 'fields', name),
    }))
}

/** Adds a field to a form, and returns its name for templates. */
export function addViewField(field: ViewField, form: Form, notes: Notes): string {
  const { name, definition, at } = field
  if ('value' in definition || 'default' in definition)
    notes.add('leftOut', 'The initial value of a field was left out, because it may be a secret.', at)
  const isRequired = memberOf(definition, 'required') === true
  const made = { ...fieldOf(field, notes), ...extrasOf(definition) } as FieldDefinition
  return form.add(name, made, isRequired)
}

function fieldOf({ name, view, definition, at }: ViewField, notes: Notes): FieldDefinition {
  const given = plainText(memberOf(definition, 'label'), 200)
  const label = (given.endsWith(':') ? given.slice(0, -1).trim() : given) || labelOf(name)
  const help = plainText(
    memberOf(definition, 'note') ?? memberOf(memberOf(definition, 'help'), 'description'),
    1000,
  )
  const example = plainText(memberOf(definition, 'placeholder') ?? memberOf(definition, 'prompt'), 200)
  if (hasKeyValue(help) || hasKeyValue(example))
    notes.add('leftOut', 'A text of a field was left out, because it contains what looks like a key.', at)
  const about = {
    label,
    help: hasKeyValue(help) ? undefined : help,
    placeholder: hasKeyValue(example) ? undefined : example,
  }
  // An address with a password, such as amqp://user:password@host.
  const isSecret =
    isKeyName(name) || isKeyName(label) || /:\/\/[^/\s:@]{1,100}:[^/\s:@]{1,100}@/.test(example)
  switch (view) {
    case 'PasswordFieldView':
      return secretField(about)
    case 'TextAreaView':
      return multilineField(about, isSecret)
    case 'CheckBoxView':
      return flagField({ label, help: about.help })
    case 'SelectView':
      return selectField(about, definition, at, notes)
    case 'MultiSelectView':
      return multiSelectField(about, definition, at, notes)
    case 'TextFieldView':
    case 'TextFieldWithNoteView':
      break
    default:
      notes.add('guessed', `A field with the view class “${plainText(view, 60)}” became a text.`, at)
  }
  if (!isSecret) return textField(about)
  notes.add('guessed', 'A text field became a secret, because its name is usual for keys.', at)
  return secretField(about)
}

/** Text beside the input, and the link to a page of help. */
function extrasOf(definition: Record<string, unknown>): Record<string, string> {
  const prefix = plainText(definition.prefix, 200)
  const suffix = plainText(definition.suffix, 200)
  const link = httpUrl(memberOf(definition.help, 'link'))
  const isSelect = /Select|CheckBox/.test(String(definition.viewClass))
  return {
    ...(prefix && !isSelect && { 'x-prefix': prefix }),
    ...(suffix && !isSelect && { 'x-suffix': suffix }),
    ...(link && { 'x-helpUrl': link.href.replace(/^http:/, 'https:') }),
  }
}

type About = Parameters<typeof textField>[0]

/** The number of options that are read. */
const OPTIONS_LIMIT = 100

const optionsOf = (definition: Record<string, unknown>): [string, string][] =>
  entriesOf(definition.model)
    .slice(0, OPTIONS_LIMIT)
    .filter(([value]) => value !== '' && value.length <= 100)
    .map(([value, label]) => [value, plainText(label, 100) || value])

const DYNAMIC = 'The options of a field come from code, so users enter the value as a text.'

function selectField(
  about: About,
  definition: Record<string, unknown>,
  at: string,
  notes: Notes,
): FieldDefinition {
  const options = optionsOf(definition)
  if (options.length > 0)
    return choiceField({ label: about.label, help: about.help || about.placeholder }, options)
  notes.add('leftOut', DYNAMIC, at)
  return textField(about)
}

function multiSelectField(
  about: About,
  definition: Record<string, unknown>,
  at: string,
  notes: Notes,
): FieldDefinition {
  const options = optionsOf(definition)
  if (options.length > 0)
    return {
      ...scopesField(options, []),
      title: plainText(about.label, 200),
      description: about.help ?? '',
    } as FieldDefinition
  notes.add('leftOut', DYNAMIC, at)
  return textField(about)
}
