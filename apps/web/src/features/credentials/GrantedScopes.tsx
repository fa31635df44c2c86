import { Badge, Group, Text } from '@mantine/core'
import type { FieldDescription } from '@stepkey/shared/schema'
import { useTranslations } from 'use-intl'

interface GrantedScopesProps {
  scopes: readonly string[]
  fields: readonly FieldDescription[]
}

/** Shows the granted scopes, with the labels of the form fields where they have one. */
export function GrantedScopes({ scopes, fields }: GrantedScopesProps) {
  const t = useTranslations('form')
  const labels = new Map(
    fields.flatMap((field) =>
      field.kind === 'several' ? field.options.map(({ value, label }) => [value, label] as const) : [],
    ),
  )
  return (
    <Group gap={6}>
      <Text size="sm">{t('granted')}</Text>
      {scopes.map((scope) => (
        <Badge key={scope} variant="default" tt="none" fw={500} title={scope}>
          {labels.get(scope) ?? scope}
        </Badge>
      ))}
    </Group>
  )
}
