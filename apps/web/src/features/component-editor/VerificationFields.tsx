import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import type { Path } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'
import { StatusList } from './StatusList.tsx'

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE']

/** Edits the request that verifies a credential, and what its responses mean. */
export function VerificationFields({ method }: { method: Path }) {
  const { record, set, input, text } = useEditor([...method, 'verify'])
  const verify = record()
  const kind = 'untestable' in verify ? 'none' : 'driver' in verify || 'token' in verify ? 'other' : 'request'

  function change(next: string) {
    if (next === 'none') set([], { untestable: 'The provider has no harmless request.' })
    if (next === 'request') set([], { method: 'GET', path: '/me', ok: { status: '2xx', json: [] } })
  }

  return (
    <Stack gap="sm" role="group" aria-label="Verification">
      <div>
        <Text fw={600}>Verification</Text>
        <Text size="sm" c="dimmed">
          A harmless request that needs the secret, for example one that reads the own account.
        </Text>
      </div>
      {kind === 'other' ? (
        <Text size="sm">This method is verified in another way, which the JSON shows.</Text>
      ) : (
        <SegmentedChoice
          label="How"
          options={[
            { value: 'request', label: 'A request' },
            { value: 'none', label: 'Can’t be tested' },
          ]}
          value={kind}
          onChange={change}
        />
      )}
      {kind === 'none' && (
        <TextInput {...input(['untestable'], { isRequired: true })} label="Why it can’t be tested" />
      )}
      {kind === 'request' && (
        <>
          <Group gap="xs" align="flex-start">
            <Select
              label="Method"
              data={METHODS}
              value={text(['method']) || null}
              onChange={(value) => set(['method'], value)}
              allowDeselect={false}
              flex="0 1 110px"
            />
            <TextInput
              {...input(['path'], { isRequired: true })}
              label="Path"
              placeholder="/v1/me"
              spellCheck={false}
              flex="1 1 200px"
            />
          </Group>
          <StatusList path={[...method, 'verify']} />
          <TextInput
            {...input(['identity'])}
            label="Account name in the response"
            description="A JSON pointer. Try the method, then choose it from the response."
            placeholder="/user/email"
            spellCheck={false}
          />
        </>
      )}
    </Stack>
  )
}
