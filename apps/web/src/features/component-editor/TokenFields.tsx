import { Select, Stack, Text, TextInput } from '@mantine/core'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import type { Path } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'

const clientAuths = [
  { value: 'basic', label: 'Basic auth' },
  { value: 'body', label: 'In the body' },
]

/** Edits the request for a token that precedes all others. */
export function TokenFields({ method }: { method: Path }) {
  const { record, set, input, text } = useEditor(method)
  const grant = text(['token', 'grant'])
  const kind = grant === '' ? 'none' : grant === 'client_credentials' ? grant : 'other'

  function change(next: string) {
    if (next === 'none') set([], { ...record(), token: undefined, place: record().place })
    if (next !== 'client_credentials') return
    set([], {
      ...record(),
      fields: {
        type: 'object',
        properties: {
          clientId: { type: 'string', title: 'Client ID' },
          clientSecret: { type: 'string', title: 'Client secret', writeOnly: true },
        },
        required: ['clientId', 'clientSecret'],
        additionalProperties: false,
      },
      place: [{ in: 'header', name: 'Authorization', value: 'Bearer {{token.access_token}}' }],
      token: {
        grant: 'client_credentials',
        url: '',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'basic',
      },
    })
  }

  return (
    <Stack gap="sm" role="group" aria-label="Token">
      <SegmentedChoice
        label="Token"
        help="Whether each use first requests a token with the values."
        options={[
          { value: 'none', label: 'None' },
          { value: 'client_credentials', label: 'Client credentials' },
          ...(kind === 'other' ? [{ value: 'other', label: 'Other (see JSON)' }] : []),
        ]}
        value={kind}
        onChange={change}
      />
      {kind === 'client_credentials' && (
        <>
          <TextInput
            {...input(['token', 'url'], { isRequired: true })}
            label="Token URL"
            placeholder="https://auth.example.com/oauth/token"
            spellCheck={false}
          />
          <Select
            label="Client authentication"
            data={clientAuths}
            value={text(['token', 'clientAuth']) || null}
            onChange={(value) => set(['token', 'clientAuth'], value ?? 'basic')}
            allowDeselect={false}
          />
          <TextInput
            label="Scope"
            placeholder="orders:read"
            value={text(['token', 'parameters', 'scope'])}
            onChange={({ currentTarget: { value } }) =>
              set(
                ['token', 'parameters'],
                value === '' ? undefined : { ...record(['token', 'parameters']), scope: value },
              )
            }
            autoComplete="off"
          />
        </>
      )}
      {kind === 'other' && (
        <Text size="sm" c="dimmed">
          The JSON shows how this method gets its token.
        </Text>
      )}
    </Stack>
  )
}
