import { Badge, Group, Text } from '@mantine/core'
import type { FieldDescription } from '@stepkey/shared/schema'

interface GrantedScopesProps {
  scopes: readonly string[]
  fields: readonly FieldDescription[]
}

/** What a person granted when this was connected, in the words of the form's own choices where it has them. */
export function GrantedScopes({ scopes, fields }: GrantedScopesProps) {
  const words = new Map(
    fields.flatMap((field) =>
      field.kind === 'several' ? field.options.map(({ value, label }) => [value, label] as const) : [],
    ),
  )
  return (
    <Group gap={6}>
      <Text size="sm">Granted:</Text>
      {scopes.map((scope) => (
        <Badge key={scope} variant="default" tt="none" fw={500} title={scope}>
          {words.get(scope) ?? scope}
        </Badge>
      ))}
    </Group>
  )
}
