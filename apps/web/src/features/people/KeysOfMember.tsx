import { Radio, Stack, Text } from '@mantine/core'
import type { HeldApiKey, KeysDecision } from '@stepkey/shared/api-key'
import { isolated } from '../../ui/text/isolated.ts'

interface KeysOfMemberProps {
  /** The name of the member who created the keys. */
  name: string
  keys: readonly HeldApiKey[]
  value: KeysDecision | undefined
  onChange(decision: KeysDecision): void
}

/** Asks what happens to the valid API keys of a member who may no longer create keys. */
export function KeysOfMember({ name, keys, value, onChange }: KeysOfMemberProps) {
  return (
    <Radio.Group
      label={`${isolated(name)} created ${keys.length === 1 ? 'an API key that is' : 'API keys that are'} still valid`}
      description={listKeys(keys)}
      value={value ?? null}
      onChange={(decision) => onChange(decision as KeysDecision)}
    >
      <Stack gap="sm" mt="xs">
        <Radio
          value="revoke"
          label="Revoke"
          description="Programs that use them are refused immediately."
          data-autofocus
        />
        <Radio
          value="take_over"
          label="Take over"
          description={`They continue to work, and you are responsible for them. ${isolated(name)} may still know them.`}
        />
      </Stack>
    </Radio.Group>
  )
}

/** Says that the keys of a member who leaves are revoked. */
export function KeysWillBeRevoked({ keys }: Pick<KeysOfMemberProps, 'keys'>) {
  return (
    <Text size="sm">
      You created API keys that are still valid: {listKeys(keys)}. If you leave, they are revoked, and
      programs that use them are refused. If they must continue to work, ask another admin to take them over
      first.
    </Text>
  )
}

const listKeys = (keys: readonly HeldApiKey[]) =>
  keys.map(({ name, prefix }) => `“${isolated(name)}” (${prefix}…)`).join(', ')
